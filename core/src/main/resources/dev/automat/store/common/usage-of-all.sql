SELECT
  r.team, r.kind, r.environment, r.currency,
  count(*), sum(CASE WHEN r.want = 'PRESENT' THEN 0 ELSE 1 END), sum(r.monthly_hundredths)
FROM resource r
WHERE r.deleted_at IS NULL
GROUP BY r.team, r.kind, r.environment, r.currency
