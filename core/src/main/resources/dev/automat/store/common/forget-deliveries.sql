-- Of notices that nobody has asked to be sent again meanwhile.
DELETE FROM delivery
WHERE notice = ANY (cast(:id AS varchar ARRAY))
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notice = delivery.notice AND d.due_at IS NOT NULL)
