UPDATE resource r
SET
  want = u.want,
  phase = 'Deleting',
  delete_requested_at = u.requested_at,
  wake = r.leased,
  due_at = CASE WHEN r.leased THEN r.due_at ELSE least(r.due_at, u.now_at) END,
  last_event = r.last_event + 1
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:generation AS bigint ARRAY),
  cast(:want AS varchar ARRAY),
  cast(:requested_at AS timestamp with time zone ARRAY),
  cast(:expires_at AS timestamp with time zone ARRAY),
  cast(:now_at AS timestamp with time zone ARRAY)
) AS u (uid, generation, want, requested_at, expires_at, now_at)
WHERE r.uid = u.uid AND r.generation = u.generation AND r.want = 'PRESENT' AND r.deleted_at IS NULL
  AND (u.expires_at IS NULL OR r.expires_at = u.expires_at)
