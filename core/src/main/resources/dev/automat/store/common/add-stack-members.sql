INSERT INTO stack_member (stack, resource)
SELECT u.stack, u.resource
FROM unnest(cast(:stack AS varchar ARRAY), cast(:resource AS varchar ARRAY)) AS u (stack, resource)
