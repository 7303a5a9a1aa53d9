SELECT e.uid, e.sequence, e.occurred_at, e.severity, e.reason, e.message, r.team, r.kind, r.name
FROM stack_member m JOIN resource r ON r.uid = m.resource JOIN event e ON e.uid = m.resource
WHERE m.stack = :stack AND (e.occurred_at > :at OR (e.occurred_at = :at AND (e.uid > :uid OR (e.uid = :uid AND e.sequence > :sequence))))
ORDER BY e.occurred_at, e.uid, e.sequence
LIMIT :limit
