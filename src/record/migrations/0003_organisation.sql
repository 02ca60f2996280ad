-- Agencies, partners and others people are accompanied by. No personal data: a structure's own.
CREATE TABLE core_organisation (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL
    CHECK (kind IN ('agency', 'partner', 'authority', 'employer', 'training_provider')),
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  siret TEXT UNIQUE,
  parent TEXT,
  territory_kind TEXT,
  territory_code TEXT,
  created_at BIGINT NOT NULL,
  closed_at BIGINT,
  version BIGINT NOT NULL
);

CREATE INDEX core_organisation_name ON core_organisation (name_fold, id);

CREATE VIEW core_organisation_v1 AS
SELECT id, kind, name, siret, parent, territory_kind, territory_code, closed_at
FROM core_organisation;
