SELECT
  t.uid, t.resource, t.from_team, t.kind, t.name, t.to_team, t.state, t.offered_by, t.offered_at, t.expires_at,
  t.decided_by, t.decided_at
FROM transfer t WHERE t.open_for = :resource
