CREATE TABLE ntb_note (
  person TEXT NOT NULL,
  number BIGINT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (person, number)
);
