SELECT
  w.uid, w.team, w.name, w.spec, w.state, w.asked_by, w.asked_as, w.asked_at, w.granted_at, w.granted_by,
  w.ended_at, w.ended_by, w.ended_reason
FROM waiver w WHERE w.team = :team
ORDER BY w.asked_at DESC, w.uid
LIMIT :limit
