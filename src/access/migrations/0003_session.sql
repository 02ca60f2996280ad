-- Sessions, for restarts; the running server looks them up in memory.
CREATE TABLE core_session (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('half', 'full')),
  may_enrol BIGINT NOT NULL,
  replaces BIGINT NOT NULL,
  method TEXT NOT NULL,
  failures BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  authenticated_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  peer TEXT NOT NULL,
  user_agent TEXT NOT NULL
);

CREATE INDEX core_session_account ON core_session (account, started_at, id);

-- Browsers on which an account was signed in completely.
CREATE TABLE core_device (
  hash TEXT NOT NULL,
  account TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  PRIMARY KEY (hash, account)
);

CREATE INDEX core_device_account ON core_device (account, used_at, hash);
