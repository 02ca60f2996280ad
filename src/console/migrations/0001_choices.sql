-- What people choose for their own console. It goes with their account.
CREATE TABLE core_ui_preference (
  account TEXT NOT NULL REFERENCES core_account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (account, name)
);

-- Counts the changes of an account's preferences, removals too.
CREATE TABLE core_ui_preference_version (
  account TEXT PRIMARY KEY REFERENCES core_account (id) ON DELETE CASCADE,
  version BIGINT NOT NULL
);

CREATE TABLE core_ui_layout (
  account TEXT PRIMARY KEY REFERENCES core_account (id) ON DELETE CASCADE,
  content TEXT NOT NULL,
  version BIGINT NOT NULL
);

-- What those who hold a role begin with.
CREATE TABLE core_ui_role_layout (
  role TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  version BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);
