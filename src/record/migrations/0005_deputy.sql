-- Who stands in for whom, from when to when and why: during that time the deputy sees the people of
-- the one away. Ended rows stay.
CREATE TABLE core_deputy (
  id TEXT PRIMARY KEY,
  -- The account away, and the one standing in.
  account TEXT NOT NULL,
  deputy TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  ended_at BIGINT,
  ended_by TEXT
);

CREATE INDEX core_deputy_deputy ON core_deputy (deputy, until_at);
CREATE INDEX core_deputy_account ON core_deputy (account, until_at);
