-- Whom lists and searches named to an account that does not accompany them, and when last: what its
-- day's budget is counted from (kept for two days).
CREATE TABLE core_shown (
  account TEXT NOT NULL,
  person TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account, person)
);

CREATE INDEX core_shown_at ON core_shown (account, at);
CREATE INDEX core_shown_person ON core_shown (person);

ALTER TABLE core_volume_alarm ADD COLUMN shown BIGINT NOT NULL DEFAULT 0;
