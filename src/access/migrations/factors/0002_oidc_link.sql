-- Which account an identity of a provider opens. The pair of issuer and subject is the only key:
-- names and addresses change hands, subjects do not.
CREATE TABLE core_oidc_link (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  made_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  UNIQUE (issuer, subject)
);

CREATE INDEX core_oidc_link_account ON core_oidc_link (account, id);
