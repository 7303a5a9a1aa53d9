-- SKIP LOCKED: replicas claim side by side without waiting for each other.
UPDATE resource r
SET
  lease_epoch = r.lease_epoch + 1,
  due_at = cast(:until AS timestamp with time zone),
  leased_until = cast(:until AS timestamp with time zone),
  leased = true,
  wake = false
FROM (
  SELECT uid, due_at AS was_due_at
  FROM resource
  WHERE due_at <= :now AND NOT (account = ANY (cast(:saturated AS varchar ARRAY)))
  ORDER BY due_at
  LIMIT :max
  FOR UPDATE SKIP LOCKED
) AS due
WHERE r.uid = due.uid
RETURNING <columns>, due.was_due_at
