UPDATE audit a
SET position = u.position, hash = u.hash
FROM unnest(
  cast(:sequence AS bigint ARRAY),
  cast(:position AS bigint ARRAY),
  cast(:hash AS varchar ARRAY)
) AS u (sequence, position, hash)
WHERE a.sequence = u.sequence AND a.position IS NULL
