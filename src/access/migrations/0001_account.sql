-- Accounts of people who work with the system. A login is unique in its folded form.
CREATE TABLE core_account (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL,
  login_fold TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  email TEXT NOT NULL,
  organisation TEXT,
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled', 'locked')),
  review_at BIGINT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

CREATE INDEX core_account_name ON core_account (name_fold, id);

CREATE VIEW core_account_v1 AS
SELECT id, name, organisation, state FROM core_account;

-- Apart from the account, so that whoever reads accounts never holds a hash.
CREATE TABLE core_password (
  account TEXT PRIMARY KEY,
  hash TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

-- One-time links: only the SHA-256 of their token is kept.
CREATE TABLE core_access_link (
  hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL
    CHECK (purpose IN ('setup', 'invitation', 'password_reset', 'factor_reset')),
  account TEXT,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE INDEX core_access_link_account ON core_access_link (account, purpose);
