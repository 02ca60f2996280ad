-- Pseudonymous: the agency's own reference, nothing that names a person.
CREATE TABLE core_person (
  id TEXT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

CREATE VIEW core_person_v1 AS
SELECT id, reference, created_at FROM core_person;
