-- Communes: facts of the land register, from `import communes`. Degrees in hundred-thousandths.
CREATE TABLE mtc_commune (
  code TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  department TEXT NOT NULL,
  lat BIGINT NOT NULL,
  lon BIGINT NOT NULL
);

-- Offers. `body`: the offer as JSON without its description; the columns are what lists filter on.
CREATE TABLE mtc_offer (
  key BIGINT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  title_fold TEXT NOT NULL,
  rome_code TEXT NOT NULL,
  commune TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT,
  closed_at BIGINT,
  body TEXT NOT NULL,
  description TEXT NOT NULL,
  digest BIGINT NOT NULL,
  ver BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX mtc_offer_by_occupation ON mtc_offer (rome_code, key);
CREATE INDEX mtc_offer_by_expiry ON mtc_offer (expires, key);

CREATE TABLE mtc_wishes (
  person TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL,
  ver BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- Results kept with everything they were computed from.
CREATE TABLE mtc_result (
  id TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  offer TEXT NOT NULL,
  score BIGINT NOT NULL,
  weights TEXT NOT NULL,
  inputs TEXT NOT NULL,
  answer TEXT NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX mtc_result_by_person ON mtc_result (person, id);

CREATE TABLE mtc_feedback (
  id TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  offer TEXT NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('proposed', 'accepted', 'refused', 'applied', 'hired')),
  reason TEXT,
  result TEXT,
  given_at BIGINT NOT NULL
);
CREATE INDEX mtc_feedback_by_person ON mtc_feedback (person, offer, id);

-- Every set of weights ever used, by the hash that results name.
CREATE TABLE mtc_weights (
  version TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL,
  first_used_at BIGINT NOT NULL
);
