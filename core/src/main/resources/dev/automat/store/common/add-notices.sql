-- team: of those whom it concerns, where that is not the team that has the resource
-- expires_at: the end of which it speaks; one that was moved meanwhile, or the deletion after a quarantine, is not the row's
INSERT INTO notice (
  id, uid, sequence, team, kind, name, environment, occurred_at, severity, reason, message, created_at, expires_at,
  state, unrouted_since)
SELECT
  u.id, u.uid, u.sequence, coalesce(u.team, r.team), r.kind, r.name, r.environment, u.occurred_at, u.severity, u.reason,
  u.message, r.accepted_at, coalesce(u.expires_at, r.expires_at), 'pending', u.occurred_at
FROM unnest(
  cast(:id AS varchar ARRAY),
  cast(:uid AS varchar ARRAY),
  cast(:sequence AS bigint ARRAY),
  cast(:team AS varchar ARRAY),
  cast(:occurred_at AS timestamp with time zone ARRAY),
  cast(:severity AS varchar ARRAY),
  cast(:reason AS varchar ARRAY),
  cast(:message AS varchar ARRAY),
  cast(:expires_at AS timestamp with time zone ARRAY)
) AS u (id, uid, sequence, team, occurred_at, severity, reason, message, expires_at)
JOIN resource r ON r.uid = u.uid
ORDER BY u.uid, u.sequence
