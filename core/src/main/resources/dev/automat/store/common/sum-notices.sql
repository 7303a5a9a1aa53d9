UPDATE notice n
SET
  state = CASE
    WHEN EXISTS (SELECT 1 FROM delivery d WHERE d.notice = n.id AND d.state = 'dead') THEN
      CASE
        WHEN EXISTS (SELECT 1 FROM delivery d WHERE d.notice = n.id AND d.sink = :platform AND d.state = 'delivered')
          THEN 'escalated'
        ELSE 'dead'
      END
    WHEN EXISTS (SELECT 1 FROM delivery d WHERE d.notice = n.id AND d.state = 'pending') THEN 'pending'
    ELSE 'delivered'
  END,
  accepted_at = coalesce(n.accepted_at, (SELECT min(d.accepted_at) FROM delivery d WHERE d.notice = n.id AND NOT d.archive))
WHERE n.id = ANY (cast(:id AS varchar ARRAY))
