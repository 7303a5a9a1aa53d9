-- The end of what exists leans on the notices that announced it: without them it would never come.
SELECT n.id
FROM notice n
WHERE n.occurred_at < :before
  AND n.unrouted_since IS NULL
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notice = n.id AND d.due_at IS NOT NULL)
  AND NOT (
    n.reason = 'ExpiryAnnounced'
    AND EXISTS (SELECT 1 FROM resource r WHERE r.uid = n.uid AND r.deleted_at IS NULL))
ORDER BY n.occurred_at
LIMIT :max
