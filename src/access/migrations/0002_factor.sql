-- Authenticator apps. `last_step` is the step of the last code taken: no code serves twice.
CREATE TABLE core_totp (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  label TEXT NOT NULL,
  secret BLOB NOT NULL,
  last_step BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT
);

CREATE INDEX core_totp_account ON core_totp (account, id);

CREATE TABLE core_recovery_code (
  hash TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE INDEX core_recovery_code_account ON core_recovery_code (account, used_at);
