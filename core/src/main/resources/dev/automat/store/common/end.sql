UPDATE resource r
SET
  want = u.want,
  phase = 'Deleting',
  delete_requested_at = u.requested_at,
  without_snapshot = u.without_snapshot,
  wake = r.leased,
  due_at = CASE WHEN r.leased THEN r.due_at ELSE least(r.due_at, u.now_at) END,
  last_event = r.last_event + 1
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:generation AS bigint ARRAY),
  cast(:want AS varchar ARRAY),
  cast(:requested_at AS timestamp with time zone ARRAY),
  cast(:expires_at AS timestamp with time zone ARRAY),
  cast(:now_at AS timestamp with time zone ARRAY),
  cast(:without_snapshot AS boolean ARRAY),
  cast(:epoch AS bigint ARRAY)
) AS u (uid, generation, want, requested_at, expires_at, now_at, without_snapshot, epoch)
WHERE r.uid = u.uid AND r.generation = u.generation AND r.want = 'PRESENT' AND r.deleted_at IS NULL
  AND (u.expires_at IS NULL OR r.expires_at = u.expires_at)
  -- What expiry decided under a claim holds only if nobody has said anything since.
  AND (u.epoch < 0 OR (r.lease_epoch = u.epoch AND r.leased AND NOT r.wake))
  AND (r.paused_until IS NULL OR r.paused_until <= u.now_at)
