SELECT
  n.number, n.id, n.uid, n.sequence, n.team, n.kind, n.name, n.environment, n.occurred_at, n.severity, n.reason, n.message,
  n.created_at, n.expires_at, n.state, n.accepted_at
FROM notice n
WHERE n.unrouted_since > timestamp with time zone '1970-01-01 00:00:00+00'
ORDER BY n.unrouted_since, n.number
LIMIT :max
