SELECT r.due_at
FROM resource r
WHERE NOT (r.account = ANY (cast(:saturated AS varchar ARRAY)))
ORDER BY r.due_at
LIMIT 1
