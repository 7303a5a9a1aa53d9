-- No SKIP LOCKED: there is one process, which claims one batch at a time, and H2 does it slowly.
UPDATE resource r
SET
  lease_epoch = r.lease_epoch + 1,
  due_at = cast(:until AS timestamp with time zone),
  leased_until = cast(:until AS timestamp with time zone),
  leased = true,
  wake = false
FROM unnest(cast(:uid AS varchar ARRAY)) AS u (uid)
WHERE r.uid = u.uid
