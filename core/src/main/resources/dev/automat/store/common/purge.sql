-- The name of a tombstone is forgotten, unless somebody was faster and has undeleted it.
UPDATE resource r
SET live_key = NULL
WHERE r.uid = :uid AND r.lease_epoch = :epoch AND r.leased AND r.deleted_at IS NOT NULL AND r.undeleted_as IS NULL
