-- A tombstone gives its key to the next incarnation.
UPDATE resource r
SET live_key = NULL, undeleted_as = coalesce(u.undeleted_as, r.undeleted_as)
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:live_key AS varchar ARRAY),
  cast(:undeleted_as AS varchar ARRAY)
) AS u (uid, live_key, undeleted_as)
WHERE r.uid = u.uid AND r.live_key = u.live_key AND r.deleted_at IS NOT NULL
