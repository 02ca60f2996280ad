-- What is imported lives under internal versions: rows of `ref` count once skl_active names it.
CREATE TABLE skl_version (
  ref BIGINT PRIMARY KEY,
  subject TEXT NOT NULL,         -- "rome", "trainings", "overlay:ID"
  version TEXT NOT NULL,         -- as published: "460"
  imported_at BIGINT NOT NULL,
  report TEXT NOT NULL           -- JSON: counts, what changed, rows left out
);
CREATE TABLE skl_active (
  subject TEXT PRIMARY KEY,
  ref BIGINT NOT NULL
);

CREATE TABLE skl_domain (
  ref BIGINT NOT NULL,
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (ref, code)
);
CREATE TABLE skl_occupation (
  ref BIGINT NOT NULL,
  rome_code TEXT NOT NULL,
  label TEXT NOT NULL,
  definition TEXT NOT NULL,
  access TEXT NOT NULL,
  parent_code TEXT NOT NULL,
  ogr TEXT NOT NULL,
  riasec TEXT NOT NULL,
  eco BIGINT NOT NULL,
  digital BIGINT NOT NULL,
  demographic BIGINT NOT NULL,
  regulated BIGINT NOT NULL,
  manager BIGINT NOT NULL,
  PRIMARY KEY (ref, rome_code)
);
CREATE TABLE skl_appellation (
  ref BIGINT NOT NULL,
  code TEXT NOT NULL,
  rome_code TEXT NOT NULL,
  label TEXT NOT NULL,
  short_label TEXT NOT NULL,
  principal BIGINT NOT NULL,
  rarely_used BIGINT NOT NULL,
  eco BIGINT NOT NULL,
  digital BIGINT NOT NULL,
  demographic BIGINT NOT NULL,
  regulated BIGINT NOT NULL,
  manager BIGINT NOT NULL,
  PRIMARY KEY (ref, code)
);
CREATE TABLE skl_branch (
  ref BIGINT NOT NULL,
  branch BIGINT NOT NULL,
  level BIGINT NOT NULL,
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  parent BIGINT,
  PRIMARY KEY (ref, branch)
);
CREATE TABLE skl_item (
  ref BIGINT NOT NULL,
  item TEXT NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  definition TEXT NOT NULL,
  category TEXT NOT NULL,
  macro TEXT,
  branch BIGINT,
  riasec TEXT NOT NULL,
  eco BIGINT NOT NULL,
  digital BIGINT NOT NULL,
  PRIMARY KEY (ref, item)
);
CREATE TABLE skl_occupation_item (
  ref BIGINT NOT NULL,
  rome_code TEXT NOT NULL,
  item TEXT NOT NULL,
  kind TEXT NOT NULL,
  core BIGINT NOT NULL,          -- 1 core, 2 emerging, 0 neither
  PRIMARY KEY (ref, rome_code, item)
);
CREATE TABLE skl_category (
  ref BIGINT NOT NULL,
  scheme BIGINT NOT NULL,        -- 0 sector, 1 NAF, 2 centre of interest, 3 theme
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  definition TEXT NOT NULL,
  parent TEXT,
  PRIMARY KEY (ref, scheme, code)
);
CREATE TABLE skl_occupation_category (
  ref BIGINT NOT NULL,
  rome_code TEXT NOT NULL,
  scheme BIGINT NOT NULL,
  code TEXT NOT NULL,
  principal BIGINT NOT NULL,
  PRIMARY KEY (ref, rome_code, scheme, code)
);
CREATE TABLE skl_mobility (
  ref BIGINT NOT NULL,
  rome_code TEXT NOT NULL,
  target TEXT NOT NULL,
  rank BIGINT NOT NULL,
  PRIMARY KEY (ref, rome_code, target)
);

CREATE TABLE skl_overlay (
  ref BIGINT NOT NULL,
  overlay TEXT NOT NULL,
  label TEXT NOT NULL,
  sector TEXT NOT NULL,
  territory TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  PRIMARY KEY (ref, overlay)
);
CREATE TABLE skl_overlay_skill (
  ref BIGINT NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  definition TEXT NOT NULL,
  macro TEXT,
  PRIMARY KEY (ref, code)
);
CREATE TABLE skl_overlay_link (
  ref BIGINT NOT NULL,
  rome_code TEXT NOT NULL,
  item TEXT NOT NULL,
  weight DOUBLE PRECISION NOT NULL,
  core BIGINT NOT NULL,
  PRIMARY KEY (ref, rome_code, item)
);

CREATE TABLE skl_certification (
  ref BIGINT NOT NULL,
  rncp TEXT NOT NULL,
  label TEXT NOT NULL,
  level TEXT NOT NULL,
  kind TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  active BIGINT NOT NULL,
  rome_codes TEXT NOT NULL,      -- joined by spaces
  PRIMARY KEY (ref, rncp)
);

-- A person's profile. `ver` is the version of all of it.
CREATE TABLE skl_profile (
  person TEXT PRIMARY KEY,
  ver BIGINT NOT NULL
);
CREATE TABLE skl_assessment (
  person TEXT NOT NULL,
  item TEXT NOT NULL,
  source TEXT NOT NULL,
  assessed_on TEXT NOT NULL,
  level BIGINT NOT NULL,
  assessor TEXT NOT NULL,
  expires_on TEXT,
  leading BIGINT NOT NULL,       -- 1: of several assessments of the item, the one that counts
  PRIMARY KEY (person, item, source, assessed_on)
);
CREATE INDEX skl_assessment_expiry ON skl_assessment (leading, expires_on, person);
CREATE TABLE skl_experience (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  rome_code TEXT NOT NULL,
  appellation TEXT,
  months BIGINT NOT NULL,
  ended_on TEXT
);
CREATE INDEX skl_experience_person ON skl_experience (person, id);
CREATE TABLE skl_diploma (
  person TEXT NOT NULL,
  rncp TEXT NOT NULL,
  obtained_on TEXT,
  PRIMARY KEY (person, rncp)
);

CREATE VIEW competences_occupation_v1 AS
  SELECT o.rome_code AS rome_code, o.label AS label, o.definition AS definition,
         o.parent_code AS parent_code, o.riasec AS riasec
  FROM skl_occupation o JOIN skl_active a ON a.subject = 'rome' AND a.ref = o.ref;
CREATE VIEW competences_appellation_v1 AS
  SELECT p.code AS appellation, p.rome_code AS rome_code, p.label AS label
  FROM skl_appellation p JOIN skl_active a ON a.subject = 'rome' AND a.ref = p.ref;
CREATE VIEW competences_occupation_item_v1 AS
  SELECT l.rome_code AS rome_code, l.item AS item, l.kind AS kind,
         CASE WHEN l.core = 1 THEN 1 ELSE 0 END AS core
  FROM skl_occupation_item l JOIN skl_active a ON a.subject = 'rome' AND a.ref = l.ref;
CREATE VIEW competences_item_v1 AS
  SELECT i.item AS item, i.kind AS kind, i.label AS label, i.macro AS macro
  FROM skl_item i JOIN skl_active a ON a.subject = 'rome' AND a.ref = i.ref
  UNION ALL
  SELECT s.code AS item, s.kind AS kind, s.label AS label, s.macro AS macro
  FROM skl_overlay_skill s JOIN skl_active b ON b.ref = s.ref;
CREATE VIEW competences_mobility_v1 AS
  SELECT m.rome_code AS rome_code, m.target AS target, m.rank AS rank
  FROM skl_mobility m JOIN skl_active a ON a.subject = 'rome' AND a.ref = m.ref;
CREATE VIEW competences_category_v1 AS
  SELECT c.rome_code AS rome_code, c.scheme AS scheme, c.code AS code, c.principal AS principal
  FROM skl_occupation_category c JOIN skl_active a ON a.subject = 'rome' AND a.ref = c.ref;
CREATE VIEW competences_skill_v1 AS
  SELECT person AS person, item AS skill, level AS level, source AS source,
         assessed_on AS assessed_on, expires_on AS expires_on
  FROM skl_assessment WHERE leading = 1;
CREATE VIEW competences_experience_v1 AS
  SELECT person AS person, id AS id, rome_code AS rome_code, appellation AS appellation,
         months AS months, ended_on AS ended_on
  FROM skl_experience;
CREATE VIEW competences_diploma_v1 AS
  SELECT person AS person, rncp AS rncp, obtained_on AS obtained_on FROM skl_diploma;
