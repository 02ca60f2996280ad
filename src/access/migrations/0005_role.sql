-- Roles: named sets of permission and scope, with the fields of people they show without content.
CREATE TABLE core_role (
  id TEXT PRIMARY KEY,
  title_fr TEXT NOT NULL,
  title_en TEXT NOT NULL,
  -- Made by the program: may be changed, not removed.
  built_in BIGINT NOT NULL CHECK (built_in IN (0, 1)),
  version BIGINT NOT NULL
);

CREATE TABLE core_role_grant (
  role TEXT NOT NULL,
  permission TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('own', 'agency', 'territory', 'national', 'all')),
  PRIMARY KEY (role, permission)
);

CREATE TABLE core_role_mask (
  role TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (role, field)
);

CREATE TABLE core_account_role (
  account TEXT NOT NULL,
  role TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  given_by TEXT NOT NULL,
  PRIMARY KEY (account, role)
);

CREATE INDEX core_account_role_role ON core_account_role (role, account);
