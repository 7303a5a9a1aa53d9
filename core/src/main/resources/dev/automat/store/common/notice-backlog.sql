-- What is dead for a sink, and given to the platform's channel, is waiting there: a delivery like any other.
SELECT
  count(*),
  min(w.occurred_at),
  (SELECT count(*) FROM notice n WHERE n.state = 'dead')
FROM (
  SELECT n.id, n.occurred_at
  FROM notice n
  WHERE n.unrouted_since > timestamp with time zone '1970-01-01 00:00:00+00'
  UNION
  SELECT n.id, n.occurred_at
  FROM delivery d
  JOIN notice n ON n.id = d.notice
  WHERE d.due_at > timestamp with time zone '1970-01-01 00:00:00+00'
) w
