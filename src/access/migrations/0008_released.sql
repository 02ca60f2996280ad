-- Whom a human let go on after an alarm: for a day the account may then open as many records as the
-- cap allows, whatever its habit.
CREATE TABLE core_volume_release (
  alarm TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  at BIGINT NOT NULL
);

CREATE INDEX core_volume_release_account ON core_volume_release (account, at);
