SELECT <stack> FROM stack s
WHERE s.live_team = :team AND s.uid > :after AND EXISTS (
  SELECT 1 FROM stack_member m JOIN resource r ON r.uid = m.resource
  WHERE m.stack = s.uid AND r.live_key IS NOT NULL <conditions>)
ORDER BY s.uid
LIMIT :limit
