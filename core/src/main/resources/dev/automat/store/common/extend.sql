UPDATE resource r
SET
  expires_at = u.expires_at,
  quarantine = NULL,
  wake = r.leased,
  due_at = CASE WHEN r.leased THEN r.due_at ELSE least(r.due_at, u.now_at) END,
  last_event = r.last_event + 1
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:from_at AS timestamp with time zone ARRAY),
  cast(:expires_at AS timestamp with time zone ARRAY),
  cast(:now_at AS timestamp with time zone ARRAY)
) AS u (uid, from_at, expires_at, now_at)
WHERE r.uid = u.uid AND r.expires_at = u.from_at AND r.want = 'PRESENT' AND r.deleted_at IS NULL
