-- text is sealed with the person's key; id, person/number, is the row it is bound to.
CREATE TABLE ntb_note (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  number BIGINT NOT NULL,
  text BLOB NOT NULL
);
CREATE UNIQUE INDEX ntb_note_number ON ntb_note (person, number);
