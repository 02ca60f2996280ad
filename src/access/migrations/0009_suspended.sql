-- A program that read far beyond its habit: its key is refused until a human settles the alarm. In
-- core_opened, core_volume_alarm and core_volume_release a program stands as 'client:' and its id.
ALTER TABLE core_client ADD COLUMN suspended_at BIGINT;
