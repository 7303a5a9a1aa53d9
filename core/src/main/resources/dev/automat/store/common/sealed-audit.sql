SELECT
  sequence, occurred_at, actor, issuer, subject, request_id, operation, permission, team, target, outcome, reason, change,
  position, hash
FROM audit
WHERE position > :after
ORDER BY position
LIMIT :limit
