CREATE TABLE core_idempotency (
  principal TEXT NOT NULL,
  operation TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  status BIGINT NOT NULL,
  body TEXT NOT NULL,
  etag TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  PRIMARY KEY (principal, operation, idempotency_key)
);

CREATE INDEX core_idempotency_age ON core_idempotency (answered_at);
