-- An entry is filed under its person and its actor some hundred entries later, with its neighbours:
-- one at a time, each would touch a page of its own in both indexes, in a transaction somebody
-- waits for. What is not filed yet is the end of the log (from `filed` of the state on).
ALTER TABLE core_audit_entry ADD COLUMN filed BIGINT NOT NULL DEFAULT 1;
ALTER TABLE core_audit_state ADD COLUMN filed BIGINT NOT NULL DEFAULT 0;
UPDATE core_audit_state SET filed = size;

DROP INDEX core_audit_entry_person;
DROP INDEX core_audit_entry_actor;
CREATE INDEX core_audit_entry_person ON core_audit_entry (person, at, idx)
  WHERE filed = 1 AND person <> '';
CREATE INDEX core_audit_entry_actor ON core_audit_entry (actor, at, idx) WHERE filed = 1;
