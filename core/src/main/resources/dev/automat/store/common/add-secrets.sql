INSERT INTO secret (uid, field, version, envelope)
SELECT u.uid, u.field, u.version, u.envelope
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:field AS varchar ARRAY),
  cast(:version AS bigint ARRAY),
  cast(:envelope AS bytea ARRAY)
) AS u (uid, field, version, envelope)
