UPDATE binding
SET
  status = :status,
  gone_at = cast(:gone_at AS timestamp with time zone),
  live_consumer = CASE WHEN cast(:gone_at AS timestamp with time zone) IS NULL THEN live_consumer END
WHERE uid = :uid AND id = :id
