UPDATE secret s
SET envelope = u.after
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:field AS varchar ARRAY),
  cast(:version AS bigint ARRAY),
  cast(:before AS bytea ARRAY),
  cast(:after AS bytea ARRAY)
) AS u (uid, field, version, before, after)
WHERE s.uid = u.uid AND s.field = u.field AND s.version = u.version AND s.envelope = u.before
