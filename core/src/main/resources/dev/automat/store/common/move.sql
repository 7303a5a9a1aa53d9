-- As a change, with another team. Who kept its definition did so in the other team, and keeps it no more.
UPDATE resource r
SET
  team = :to_team,
  live_key = :live_key,
  generation = r.generation + 1,
  phase = CASE WHEN r.phase IN ('Ready', 'Expiring') THEN 'Updating' ELSE r.phase END,
  plan = :plan,
  plan_digest = :plan_digest,
  type = :type,
  account = :account,
  region = :region,
  currency = :currency,
  monthly_hundredths = :monthly_hundredths,
  actor = :actor,
  client = :client,
  managed_by = NULL,
  wake = r.leased,
  due_at = CASE WHEN r.leased THEN r.due_at ELSE least(r.due_at, cast(:now AS timestamp with time zone)) END,
  last_event = r.last_event + 1
WHERE r.uid = :uid AND r.team = :from_team AND r.generation = :generation
  AND r.want = 'PRESENT' AND r.deleted_at IS NULL AND r.quarantine IS NULL
  AND NOT EXISTS (SELECT 1 FROM resource o WHERE o.live_key = :live_key)
