-- The soft lock: one row a subject (a login, or a known device of a login), by hash, for people
-- also mistype their password into the field of the login.
CREATE TABLE core_sign_in_lock (
  subject TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  locked_until BIGINT NOT NULL
);

CREATE INDEX core_sign_in_lock_last ON core_sign_in_lock (last_at, subject);

-- Each failure of the last day: what the budgets and the review are counted from.
CREATE TABLE core_sign_in_failure (
  id TEXT PRIMARY KEY,
  login_hash TEXT NOT NULL,
  address TEXT NOT NULL,
  at BIGINT NOT NULL
);

CREATE INDEX core_sign_in_failure_at ON core_sign_in_failure (at, id);
CREATE INDEX core_sign_in_failure_login ON core_sign_in_failure (login_hash, at);
CREATE INDEX core_sign_in_failure_address ON core_sign_in_failure (address, at);
