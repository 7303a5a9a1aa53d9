-- revision: the one that this was planned on
UPDATE stack s
SET
  revision = s.revision + 1,
  generation = u.generation,
  labels = u.labels,
  spec = u.spec,
  actor = u.actor,
  client = u.client,
  managed_by = u.managed_by,
  expires_at = u.expires_at,
  want = u.want
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:revision AS bigint ARRAY),
  cast(:generation AS bigint ARRAY),
  cast(:labels AS varchar ARRAY),
  cast(:spec AS varchar ARRAY),
  cast(:actor AS varchar ARRAY),
  cast(:client AS varchar ARRAY),
  cast(:managed_by AS varchar ARRAY),
  cast(:expires_at AS timestamp with time zone ARRAY),
  cast(:want AS varchar ARRAY)
) AS u (
  uid, revision, generation, labels, spec, actor, client, managed_by, expires_at, want)
WHERE s.uid = u.uid AND s.revision = u.revision AND s.live_key IS NOT NULL
