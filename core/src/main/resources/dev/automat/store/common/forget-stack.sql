-- One of which nothing holds a name any more holds none itself.
UPDATE stack SET live_key = NULL, live_team = NULL, revision = revision + 1
WHERE uid = :stack AND live_key IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM stack_member m JOIN resource r ON r.uid = m.resource
  WHERE m.stack = :stack AND r.live_key IS NOT NULL)
