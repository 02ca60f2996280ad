-- Who was erased, when, by whom and on which ground of the law (GDPR 17): ids and words of the
-- office, nothing of the person.
CREATE TABLE core_erasure (
  person TEXT PRIMARY KEY,
  ground TEXT NOT NULL CHECK (ground IN
    ('retention', 'request', 'consent_withdrawn', 'objection', 'unlawful', 'obligation', 'restored')),
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  erased_at BIGINT NOT NULL
);

-- Only of people who are archived or restricted, or were: the others are active.
CREATE TABLE core_person_state (
  person TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('active', 'archived')),
  state_since BIGINT NOT NULL,
  state_reason TEXT NOT NULL,
  restricted BIGINT NOT NULL,
  restricted_since BIGINT,
  restricted_reason TEXT,
  restricted_by TEXT
);

CREATE VIEW core_person_state_v1 AS
SELECT person, state, restricted FROM core_person_state;

-- How long what is kept: active, then archived, then erased; months from the day of the event that
-- the category hangs on. scope: the whole person, or the part of the category alone.
CREATE TABLE core_retention_rule (
  category TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('person', 'part')),
  active_months BIGINT NOT NULL,
  archive_months BIGINT NOT NULL,
  legal_ground TEXT NOT NULL
);

INSERT INTO core_retention_rule (category, label, scope, active_months, archive_months, legal_ground)
VALUES
  ('job_seeker', 'Demandeurs d''emploi, depuis la fin de l''inscription', 'person', 36, 204,
   'C. trav. R. 5312-44 : vingt ans au plus'),
  ('teleservice_user', 'Usagers d''un téléservice, depuis la dernière utilisation', 'person', 13, 0,
   'C. trav. R. 5312-44 : treize mois'),
  ('incarceration', 'Données de détention, depuis sa fin', 'part', 3, 0,
   'C. trav. R. 5312-44 : trois mois'),
  ('benefit_check', 'AAH et prime d''activité de qui n''est pas inscrit', 'part', 1, 0,
   'C. trav. R. 5312-34 : un mois'),
  ('inclusion_pathway', 'Parcours d''insertion, depuis sa fin', 'part', 24, 0,
   'C. trav. R. 5132-1-23 : vingt-quatre mois');

-- What people's data are used for, and what allows it (GDPR 6).
CREATE TABLE core_purpose (
  code TEXT PRIMARY KEY,
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  legal_basis TEXT NOT NULL CHECK (legal_basis IN
    ('public_task', 'legal_obligation', 'contract', 'consent')),
  needs_consent BIGINT NOT NULL
);

INSERT INTO core_purpose (code, label_fr, label_en, legal_basis, needs_consent) VALUES
  ('accompaniment', 'Accompagnement vers l''emploi', 'Accompaniment to employment', 'public_task', 0),
  ('matching', 'Rapprochement avec des offres', 'Matching with offers', 'public_task', 0),
  ('partner_exchange', 'Échange avec les partenaires du réseau',
   'Exchange with partners of the network', 'legal_obligation', 0),
  ('profile_to_employers', 'Profil montré aux employeurs', 'Profile shown to employers', 'consent', 1),
  ('collective_learning', 'Parcours utilisé pour conseiller d''autres personnes',
   'Pathway used to advise other people', 'consent', 1),
  ('messages', 'Messages d''information', 'Messages of information', 'consent', 1);

-- Each time consent was given, and until when; a new row each time, they are the history.
CREATE TABLE core_consent (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  purpose TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  how TEXT NOT NULL,
  made_by TEXT NOT NULL,
  withdrawn_how TEXT,
  withdrawn_by TEXT
);

CREATE INDEX core_consent_person ON core_consent (person, purpose, given_at);
