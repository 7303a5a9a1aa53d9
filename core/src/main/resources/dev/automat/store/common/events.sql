SELECT uid, sequence, occurred_at, severity, reason, message
FROM event
WHERE uid = :uid AND sequence > :after
ORDER BY sequence
LIMIT :limit
