-- What happened, in order of publication; deleted once delivered and old.
CREATE TABLE core_event (
  seq BIGINT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  at BIGINT NOT NULL
);

-- How far each subscriber has come.
CREATE TABLE core_subscription (
  subscriber TEXT PRIMARY KEY,
  seq BIGINT NOT NULL
);

-- Events a subscriber refused at every attempt.
CREATE TABLE core_dead_event (
  subscriber TEXT NOT NULL,
  seq BIGINT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  at BIGINT NOT NULL,
  error TEXT NOT NULL,
  set_aside_at BIGINT NOT NULL,
  PRIMARY KEY (subscriber, seq)
);

-- Work for later. A done single job is deleted; a recurring one (interval_us) waits again.
CREATE TABLE core_job (
  id TEXT PRIMARY KEY,
  operation TEXT NOT NULL,
  input TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  key TEXT,
  state TEXT NOT NULL CHECK (state IN ('ready', 'running', 'failed')),
  attempts BIGINT NOT NULL,
  interval_us BIGINT,
  owner TEXT,
  lease_until BIGINT,
  last_error TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX core_job_due ON core_job (run_at, id) WHERE state = 'ready';
CREATE UNIQUE INDEX core_job_key ON core_job (operation, key) WHERE state = 'ready';
