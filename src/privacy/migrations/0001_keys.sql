-- Whose data this database holds: bound into every ciphertext.
CREATE TABLE core_tenant (
  id TEXT PRIMARY KEY,
  created_at BIGINT NOT NULL
);

-- Wrapped by the key-encryption key named in kek, which never comes into the database. A retired
-- key keeps its row without its bytes: what is found under its number is a fault.
CREATE TABLE core_tenant_key (
  kid BIGINT PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('people', 'secrets', 'nir_index', 'search')),
  state TEXT NOT NULL CHECK (state IN ('current', 'retiring', 'retired')),
  kek TEXT NOT NULL,
  wrapped BLOB,
  created_at BIGINT NOT NULL
);

-- Wrapped by the tenant key tenant_kid. To delete the row is to erase the person.
CREATE TABLE core_person_key (
  person TEXT PRIMARY KEY,
  kid BIGINT NOT NULL,
  tenant_kid BIGINT NOT NULL,
  wrapped BLOB NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX core_person_key_tenant ON core_person_key (tenant_kid, person);

-- Keyed tokens of names: nothing readable, gone with the person.
CREATE TABLE core_search_token (
  token BLOB NOT NULL,
  person TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (token, person, field)
);

CREATE INDEX core_search_token_person ON core_search_token (person, field);
