SELECT sequence, occurred_at, operation
FROM audit
WHERE sequence < :before
ORDER BY sequence DESC
LIMIT :limit
