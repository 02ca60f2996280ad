-- Who accompanies whom, from when to when and why: what opens a person's record. Accounts are named
-- by id; ended rows stay, they are the history.
CREATE TABLE core_follow_up_group (
  id TEXT PRIMARY KEY,
  organisation TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  closed_at BIGINT,
  version BIGINT NOT NULL
);

CREATE TABLE core_follow_up_group_member (
  follow_up_group TEXT NOT NULL,
  account TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  PRIMARY KEY (follow_up_group, account, from_at)
);

CREATE INDEX core_follow_up_group_member_account
  ON core_follow_up_group_member (account, follow_up_group);

CREATE TABLE core_relation (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('referent', 'group', 'agency', 'instructor')),
  -- The account, group or organisation, as the kind says.
  holder TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  reason TEXT NOT NULL,
  end_reason TEXT,
  made_by TEXT NOT NULL,
  ended_by TEXT
);

CREATE INDEX core_relation_person ON core_relation (person, kind, from_at);
CREATE INDEX core_relation_holder ON core_relation (holder, kind, person);
