UPDATE resource r
SET
  wake = r.leased,
  due_at = CASE
    WHEN r.leased THEN r.due_at
    ELSE least(r.due_at, cast(:now AS timestamp with time zone))
  END
FROM unnest(cast(:uid AS varchar ARRAY)) AS u (uid)
WHERE r.uid = u.uid
