-- What was decided of the life of an incarnation: only accepted writes change these columns.
ALTER TABLE resource ADD COLUMN quarantine varchar;
-- once in a life, so it stays when it is used up
ALTER TABLE resource ADD COLUMN released varchar;
ALTER TABLE resource ADD COLUMN pause varchar;
-- the end of that pause
ALTER TABLE resource ADD COLUMN paused_until timestamp with time zone;
ALTER TABLE resource ADD COLUMN without_snapshot boolean DEFAULT false NOT NULL;
ALTER TABLE resource ADD COLUMN restored_from varchar;
-- uid of the incarnation that was made of this tombstone
ALTER TABLE resource ADD COLUMN undeleted_as varchar(40);
