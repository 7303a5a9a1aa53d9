UPDATE resource r
SET
  recreate = (r.recreate OR u.recreate),
  nudged_at = u.now_at,
  wake = r.leased,
  due_at = CASE WHEN r.leased THEN r.due_at ELSE least(r.due_at, u.now_at) END,
  last_event = r.last_event + 1
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:recreate AS boolean ARRAY),
  cast(:now_at AS timestamp with time zone ARRAY)
) AS u (uid, recreate, now_at)
WHERE r.uid = u.uid AND r.deleted_at IS NULL
