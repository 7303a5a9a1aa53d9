UPDATE resource r
SET
  due_at = CASE WHEN r.wake THEN least(u.due_at, cast(:now AS timestamp with time zone)) ELSE u.due_at END,
  leased = false,
  wake = false
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:epoch AS bigint ARRAY),
  cast(:due_at AS timestamp with time zone ARRAY)
) AS u (uid, epoch, due_at)
WHERE r.uid = u.uid AND r.lease_epoch = u.epoch AND r.leased
