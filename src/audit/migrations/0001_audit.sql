-- The log of what was read and changed. The payload goes when its time is over; the leaf stays.
CREATE TABLE core_audit_entry (
  idx BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  on_behalf_of TEXT NOT NULL,
  operation TEXT NOT NULL,
  module TEXT NOT NULL,
  person TEXT NOT NULL,
  object TEXT NOT NULL,
  relation TEXT NOT NULL,
  reason TEXT NOT NULL,
  request_id TEXT NOT NULL,
  session TEXT NOT NULL,
  outcome TEXT NOT NULL,
  details BLOB NOT NULL,
  salt BLOB NOT NULL
);

CREATE INDEX core_audit_entry_person ON core_audit_entry (person, at, idx) WHERE person <> '';
CREATE INDEX core_audit_entry_actor ON core_audit_entry (actor, at, idx);
-- The kinds that are few among millions; the others are found by time.
CREATE INDEX core_audit_entry_kind ON core_audit_entry (kind, at, idx)
  WHERE kind <> 'read' AND kind <> 'change';
CREATE INDEX core_audit_entry_at ON core_audit_entry (at, idx);

CREATE TABLE core_audit_leaf (
  idx BIGINT PRIMARY KEY,
  hash BLOB NOT NULL
);

-- Hashes of complete subtrees of 256, 65,536 … leaves: what proofs need beside few leaves.
CREATE TABLE core_audit_node (
  level BIGINT NOT NULL,
  idx BIGINT NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, idx)
);

-- One row: how many leaves, how many of them the last checkpoint covers, the tree's frontier.
CREATE TABLE core_audit_state (
  id BIGINT PRIMARY KEY,
  size BIGINT NOT NULL,
  checkpointed BIGINT NOT NULL,
  checkpoints BIGINT NOT NULL,
  frontier BLOB
);
INSERT INTO core_audit_state (id, size, checkpointed, checkpoints, frontier)
VALUES (1, 0, 0, 0, NULL);

CREATE TABLE core_audit_checkpoint (
  number BIGINT PRIMARY KEY,
  size BIGINT NOT NULL,
  note TEXT NOT NULL
);

-- The last checkpoint that each outside witness took.
CREATE TABLE core_audit_witness (
  name TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL
);

-- Entries that stay beyond their time: of a person, or of a range.
CREATE TABLE core_audit_hold (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  first_idx BIGINT NOT NULL,
  last_idx BIGINT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  released_by TEXT,
  released_at BIGINT
);
