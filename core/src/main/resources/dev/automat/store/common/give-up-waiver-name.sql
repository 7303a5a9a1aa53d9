UPDATE waiver
SET live_key = NULL,
  ended_at = CASE WHEN state = 'ASKED' THEN CAST(:at AS timestamp with time zone) ELSE ended_at END,
  ended_by = CASE WHEN state = 'ASKED' THEN CAST(:by AS varchar) ELSE ended_by END,
  state = CASE WHEN state = 'ASKED' THEN 'WITHDRAWN' ELSE state END
WHERE uid = :uid AND state = :state AND live_key IS NOT NULL
