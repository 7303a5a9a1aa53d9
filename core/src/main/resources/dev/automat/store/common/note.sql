-- Room for a line in the timeline of a resource that the team still has.
UPDATE resource r
SET last_event = r.last_event + 1
WHERE r.uid = :uid AND r.team = :team AND r.deleted_at IS NULL AND r.want = 'PRESENT'
