-- Keys made before programs had rights, a scope and an end: they go on for a year, as they were.
INSERT INTO core_client (id, name, hash, requests_per_second, created_at, created_by, expires_at,
  revoked_at)
SELECT id, name, hash, 0, created_at, 'local', created_at + 31536000000000, revoked_at
FROM core_api_key;

INSERT INTO core_client_grant (client, permission, scope)
SELECT id, '*', 'all' FROM core_api_key;

DROP TABLE core_api_key;
