-- SKIP LOCKED: another replica gives these their deliveries.
SELECT
  n.number, n.id, n.uid, n.sequence, n.team, n.kind, n.name, n.environment, n.occurred_at, n.severity, n.reason, n.message,
  n.created_at, n.expires_at, n.state, n.accepted_at
FROM notice n
WHERE n.unrouted_since IS NOT NULL
ORDER BY n.number
LIMIT :max
FOR UPDATE SKIP LOCKED
