-- A kept result holds a person's profile and wishes as they were, and what was said of them: both
-- are sealed with the person's key. They are read one at a time.
CREATE TABLE mtc_result_clear (
  id TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  offer TEXT NOT NULL,
  score BIGINT NOT NULL,
  weights TEXT NOT NULL,
  inputs TEXT NOT NULL,
  answer TEXT NOT NULL,
  made_at BIGINT NOT NULL
);
-- Results of before, on their way: matching.seal_results takes them at the start that follows.
INSERT INTO mtc_result_clear (id, person, offer, score, weights, inputs, answer, made_at)
  SELECT id, person, offer, score, weights, inputs, answer, made_at FROM mtc_result;
DROP TABLE mtc_result;
CREATE TABLE mtc_result (
  id TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  offer TEXT NOT NULL,
  score BIGINT NOT NULL,
  weights TEXT NOT NULL,
  inputs BLOB NOT NULL,
  answer BLOB NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX mtc_result_by_person ON mtc_result (person, id);

-- In words, beside what is compared; sealed, NULL: none.
ALTER TABLE mtc_wishes ADD COLUMN comment BLOB;
ALTER TABLE mtc_feedback ADD COLUMN comment BLOB;
