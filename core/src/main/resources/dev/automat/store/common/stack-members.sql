-- Those that hold their keys, also as tombstones.
SELECT <columns>
FROM stack_member m JOIN resource r ON r.uid = m.resource
WHERE m.stack = ANY (cast(:stack AS varchar ARRAY)) AND r.live_key IS NOT NULL
ORDER BY r.name
