SELECT
  sequence, occurred_at, actor, issuer, subject, request_id, operation, permission, team, target, outcome, reason, change
FROM audit
WHERE position IS NULL
ORDER BY sequence
LIMIT :limit
