DELETE FROM notice
WHERE id = ANY (cast(:id AS varchar ARRAY))
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notice = notice.id)
