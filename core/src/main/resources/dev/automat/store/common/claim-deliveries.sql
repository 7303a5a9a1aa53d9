UPDATE delivery r
SET lease_epoch = r.lease_epoch + 1, due_at = cast(:until AS timestamp with time zone)
FROM unnest(cast(:notice AS varchar ARRAY)) AS u (notice)
WHERE r.notice = u.notice AND r.sink = :sink
