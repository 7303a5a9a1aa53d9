SELECT
  t.uid, t.resource, t.from_team, t.kind, t.name, t.to_team, t.state, t.offered_by, t.offered_at, t.expires_at,
  t.decided_by, t.decided_at
FROM transfer t WHERE t.from_team = :team OR t.to_team = :team
ORDER BY t.offered_at DESC, t.uid
LIMIT :limit
