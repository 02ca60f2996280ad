-- Records opened without a relation, each with a written reason and an end; and which records an
-- account opened on a day, from which its own baseline follows (kept for a month).
CREATE TABLE core_broken_glass (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  person TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  -- The supervisor who looked at it, and what they found.
  reviewed_at BIGINT,
  reviewed_by TEXT,
  finding TEXT
);

CREATE INDEX core_broken_glass_account ON core_broken_glass (account, at);
CREATE INDEX core_broken_glass_person ON core_broken_glass (person, at);

CREATE TABLE core_opened (
  account TEXT NOT NULL,
  -- Days since 1970-01-01 UTC.
  day BIGINT NOT NULL,
  person TEXT NOT NULL,
  -- The first time on that day.
  at BIGINT NOT NULL,
  PRIMARY KEY (account, day, person)
);

CREATE TABLE core_volume_alarm (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  at BIGINT NOT NULL,
  opened BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  allowed BIGINT NOT NULL,
  -- Until somebody looked, the account cannot sign in.
  settled_at BIGINT,
  settled_by TEXT,
  finding TEXT
);

CREATE INDEX core_volume_alarm_account ON core_volume_alarm (account, at);
