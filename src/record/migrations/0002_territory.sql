-- The territory tree: commune, employment area, department, region, nation. Facts of the land
-- register, from `import communes`; nothing here is about a person. Degrees in hundred-thousandths.
CREATE TABLE core_territory (
  kind TEXT NOT NULL CHECK (kind IN ('nation', 'region', 'department', 'employment_area')),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_kind TEXT,
  parent_code TEXT,
  PRIMARY KEY (kind, code)
);

CREATE TABLE core_commune (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  employment_area TEXT NOT NULL,
  department TEXT NOT NULL,
  region TEXT NOT NULL,
  population BIGINT NOT NULL,
  lat BIGINT,
  lon BIGINT
);

CREATE INDEX core_commune_name ON core_commune (name_fold, code);

CREATE TABLE core_commune_postcode (
  postcode TEXT NOT NULL,
  commune TEXT NOT NULL,
  PRIMARY KEY (postcode, commune)
);

CREATE INDEX core_commune_postcode_commune ON core_commune_postcode (commune, postcode);

CREATE VIEW core_commune_v1 AS
SELECT code, name, employment_area, department, region, population, lat, lon FROM core_commune;
