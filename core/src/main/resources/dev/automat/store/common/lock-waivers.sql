-- In one order in every transaction, so that no two wait for each other.
SELECT
  w.uid, w.team, w.name, w.spec, w.state, w.asked_by, w.asked_as, w.asked_at, w.granted_at, w.granted_by,
  w.ended_at, w.ended_by, w.ended_reason
FROM waiver w WHERE w.granted_at IS NOT NULL AND w.team = ANY (cast(:teams AS varchar ARRAY))
ORDER BY w.uid
FOR UPDATE
