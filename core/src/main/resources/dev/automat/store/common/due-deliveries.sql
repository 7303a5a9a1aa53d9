SELECT d.notice
FROM delivery d
WHERE d.sink = :sink AND d.due_at <= :now
  AND (
    d.give_up_at <= :now
    OR (
      :all
      -- one after the other, those of one resource
      AND NOT EXISTS (
        SELECT 1
        FROM delivery e
        WHERE e.sink = d.sink AND e.uid = d.uid AND e.sequence < d.sequence AND e.due_at IS NOT NULL)))
ORDER BY d.due_at
LIMIT :max
