UPDATE resource r
SET
  generation = r.generation + 1,
  -- Ready speaks of the newest generation: until the engine has seen that one, it is not.
  phase = CASE WHEN r.phase IN ('Ready', 'Expiring') THEN 'Updating' ELSE r.phase END,
  labels = u.labels,
  spec = u.spec,
  plan = u.plan,
  plan_digest = u.plan_digest,
  type = u.type,
  account = u.account,
  region = u.region,
  environment = u.environment,
  actor = u.actor,
  client = u.client,
  managed_by = u.managed_by,
  expires_at = u.expires_at,
  currency = u.currency,
  monthly_hundredths = u.monthly_hundredths,
  wake = r.leased,
  due_at = CASE WHEN r.leased THEN r.due_at ELSE least(r.due_at, u.now_at) END,
  last_event = r.last_event + 1
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:generation AS bigint ARRAY),
  cast(:labels AS varchar ARRAY),
  cast(:spec AS varchar ARRAY),
  cast(:plan AS varchar ARRAY),
  cast(:plan_digest AS varchar ARRAY),
  cast(:type AS varchar ARRAY),
  cast(:account AS varchar ARRAY),
  cast(:region AS varchar ARRAY),
  cast(:environment AS varchar ARRAY),
  cast(:actor AS varchar ARRAY),
  cast(:client AS varchar ARRAY),
  cast(:managed_by AS varchar ARRAY),
  cast(:expires_at AS timestamp with time zone ARRAY),
  cast(:now_at AS timestamp with time zone ARRAY),
  cast(:currency AS varchar ARRAY),
  cast(:monthly_hundredths AS bigint ARRAY)
) AS u (
  uid, generation, labels, spec, plan, plan_digest,
  type, account, region, environment, actor, client, managed_by, expires_at, now_at,
  currency, monthly_hundredths)
WHERE r.uid = u.uid AND r.generation = u.generation AND r.want = 'PRESENT' AND r.deleted_at IS NULL
  AND r.quarantine IS NULL
