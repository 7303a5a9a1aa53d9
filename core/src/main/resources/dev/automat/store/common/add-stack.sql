INSERT INTO stack (
  uid, team, name, live_key, live_team, generation, revision, labels, spec, actor, client, managed_by, created_by, created_at, expires_at, want, restored_from)
SELECT
  u.uid, u.team, u.name, u.live_key, u.live_team, u.generation, u.revision, u.labels, u.spec, u.actor, u.client, u.managed_by, u.created_by, u.created_at, u.expires_at, u.want, u.restored_from
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:team AS varchar ARRAY),
  cast(:name AS varchar ARRAY),
  cast(:live_key AS varchar ARRAY),
  cast(:live_team AS varchar ARRAY),
  cast(:generation AS bigint ARRAY),
  cast(:revision AS bigint ARRAY),
  cast(:labels AS varchar ARRAY),
  cast(:spec AS varchar ARRAY),
  cast(:actor AS varchar ARRAY),
  cast(:client AS varchar ARRAY),
  cast(:managed_by AS varchar ARRAY),
  cast(:created_by AS varchar ARRAY),
  cast(:created_at AS timestamp with time zone ARRAY),
  cast(:expires_at AS timestamp with time zone ARRAY),
  cast(:want AS varchar ARRAY),
  cast(:restored_from AS varchar ARRAY)
) AS u (
  uid, team, name, live_key, live_team, generation, revision, labels, spec, actor, client, managed_by, created_by, created_at, expires_at, want, restored_from)
ON CONFLICT DO NOTHING
