-- Programs that call the API: rights, scope, end, pace. A key is 256 random bits, kept as SHA-256.
CREATE TABLE core_client (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- The organisation whose people it may see; NULL: none.
  organisation TEXT,
  hash TEXT NOT NULL UNIQUE,
  requests_per_second BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);

CREATE TABLE core_client_grant (
  client TEXT NOT NULL,
  permission TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('own', 'agency', 'territory', 'national', 'all')),
  PRIMARY KEY (client, permission)
);
