-- Answers name people: they are kept sealed, found by a keyed token, and nothing of the request is
-- left to guess from. What stood in clear lived for a day at most.
DROP TABLE core_idempotency;

CREATE TABLE core_idempotency (
  request BLOB NOT NULL PRIMARY KEY,
  answer BLOB NOT NULL,
  answered_at BIGINT NOT NULL
);

CREATE INDEX core_idempotency_age ON core_idempotency (answered_at);
