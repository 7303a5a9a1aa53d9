INSERT INTO event (uid, sequence, occurred_at, severity, reason, message)
SELECT u.uid, u.sequence, u.occurred_at, u.severity, u.reason, u.message
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:sequence AS bigint ARRAY),
  cast(:occurred_at AS timestamp with time zone ARRAY),
  cast(:severity AS varchar ARRAY),
  cast(:reason AS varchar ARRAY),
  cast(:message AS varchar ARRAY)
) AS u (uid, sequence, occurred_at, severity, reason, message)
