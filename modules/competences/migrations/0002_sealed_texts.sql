-- Free texts about a person, one row a text, sealed with the person's key. id: person/part, the row
-- that the bytes are bound to.
CREATE TABLE skl_text (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  sealed BLOB NOT NULL
);
CREATE INDEX skl_text_person ON skl_text (person, id);

-- Texts of before, on their way: competences.seal_texts takes them at the start that follows.
CREATE TABLE skl_text_clear (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  body TEXT NOT NULL
);
INSERT INTO skl_text_clear (id, person, body)
  SELECT person || '/skill/' || item || '/' || source || '/' || assessed_on || '/assessor', person,
         assessor
  FROM skl_assessment WHERE assessor <> '';
ALTER TABLE skl_assessment DROP COLUMN assessor;
