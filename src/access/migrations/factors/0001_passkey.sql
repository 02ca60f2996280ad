-- Passkeys of accounts. Ids and keys are public by nature; the name is what its owner calls it.
-- core_account.id is not referenced, so that each part of access can be migrated alone.
CREATE TABLE core_passkey (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  credential BLOB NOT NULL UNIQUE,
  public_key BLOB NOT NULL,
  counter BIGINT NOT NULL,
  backup_eligible BIGINT NOT NULL,
  backed_up BIGINT NOT NULL,
  transports TEXT NOT NULL,
  aaguid TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  suspected_at BIGINT
);

CREATE INDEX core_passkey_account ON core_passkey (account, id);
