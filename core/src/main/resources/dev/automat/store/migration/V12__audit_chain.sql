-- Each line of the audit log is bound to the one before it, shortly after it was committed.
-- null: not sealed yet
ALTER TABLE audit ADD COLUMN position bigint;
-- of the line and of the hash before it
ALTER TABLE audit ADD COLUMN hash varchar(80);

-- Two replicas can not seal the same place.
CREATE UNIQUE INDEX audit_position ON audit (position);
