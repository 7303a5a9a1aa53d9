-- Room for a line in the timeline of what lives. The engine is not woken: nothing is asked of it.
UPDATE resource r
SET last_event = r.last_event + 1
FROM unnest(cast(:uid AS varchar ARRAY)) AS u (uid)
WHERE r.uid = u.uid AND r.deleted_at IS NULL
