-- Also those whose names others have now; of each name, the last comes last.
SELECT <columns>
FROM stack_member m JOIN resource r ON r.uid = m.resource
WHERE m.stack = :stack
ORDER BY r.name, r.accepted_at
