SELECT
  sequence, occurred_at, actor, issuer, subject, request_id, operation, permission, team, target, outcome, reason, change
FROM audit
WHERE sequence < :before <conditions>
ORDER BY sequence DESC
LIMIT :limit
