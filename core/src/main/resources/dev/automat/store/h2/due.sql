SELECT uid
FROM resource
WHERE due_at <= :now AND NOT (account = ANY (cast(:saturated AS varchar ARRAY)))
ORDER BY due_at
LIMIT :max
