-- The person behind the reference. Every personal value stands sealed with the person's own key, one
-- row a field; in clear are only what access and figures are counted by: the commune of residence,
-- whether somebody is registered at present, and times.
ALTER TABLE core_person ADD COLUMN commune TEXT;
ALTER TABLE core_person ADD COLUMN registered BIGINT NOT NULL DEFAULT 0;
ALTER TABLE core_person ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
-- Keyed hash of the birth date: many people share one.
ALTER TABLE core_person ADD COLUMN birth_index BLOB;
UPDATE core_person SET updated_at = created_at;

CREATE INDEX core_person_birth ON core_person (birth_index, id);
CREATE INDEX core_person_commune ON core_person (commune, id);

CREATE VIEW core_person_v2 AS
SELECT id, reference, created_at, commune, registered, updated_at FROM core_person;

CREATE TABLE core_person_field (
  -- person/field: the row that the sealed bytes are bound to.
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  field TEXT NOT NULL,
  sealed BLOB NOT NULL,
  -- Blind index of what one person alone may have: the NIR, national identifiers.
  blind BLOB,
  source TEXT NOT NULL
    CHECK (source IN ('adviser', 'person', 'national_file', 'partner', 'import')),
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE INDEX core_person_field_person ON core_person_field (person, field);
CREATE UNIQUE INDEX core_person_field_blind ON core_person_field (blind, field);

-- What each change replaced; a new row each time.
CREATE TABLE core_person_field_change (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  field TEXT NOT NULL,
  -- NULL: there was nothing before.
  before_sealed BLOB,
  source TEXT NOT NULL
    CHECK (source IN ('adviser', 'person', 'national_file', 'partner', 'import')),
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE INDEX core_person_field_change_person
  ON core_person_field_change (person, field, changed_at, id);
