-- A key that is held, or a uid that was used, leaves the row out.
INSERT INTO resource (
  uid, team, kind, name, live_key, generation, labels, spec, plan, plan_digest,
  type, account, region, environment, external_name, actor, client, managed_by, created_by,
  first_seen_at, accepted_at, ready_at, delete_requested_at, deleted_at, expires_at,
  want, phase, status, work, recreate,
  lease_epoch, due_at, leased_until, leased, wake, last_event)
SELECT
  u.uid, u.team, u.kind, u.name, u.live_key, u.generation, u.labels, u.spec, u.plan, u.plan_digest,
  u.type, u.account, u.region, u.environment, u.external_name, u.actor, u.client, u.managed_by, u.created_by,
  u.first_seen_at, u.accepted_at, u.ready_at, u.delete_requested_at, u.deleted_at, u.expires_at,
  u.want, u.phase, u.status, u.work, u.recreate,
  u.lease_epoch, u.due_at, u.leased_until, false, false, 1
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:team AS varchar ARRAY),
  cast(:kind AS varchar ARRAY),
  cast(:name AS varchar ARRAY),
  cast(:live_key AS varchar ARRAY),
  cast(:generation AS bigint ARRAY),
  cast(:labels AS varchar ARRAY),
  cast(:spec AS varchar ARRAY),
  cast(:plan AS varchar ARRAY),
  cast(:plan_digest AS varchar ARRAY),
  cast(:type AS varchar ARRAY),
  cast(:account AS varchar ARRAY),
  cast(:region AS varchar ARRAY),
  cast(:environment AS varchar ARRAY),
  cast(:external_name AS varchar ARRAY),
  cast(:actor AS varchar ARRAY),
  cast(:client AS varchar ARRAY),
  cast(:managed_by AS varchar ARRAY),
  cast(:created_by AS varchar ARRAY),
  cast(:first_seen_at AS timestamp with time zone ARRAY),
  cast(:accepted_at AS timestamp with time zone ARRAY),
  cast(:ready_at AS timestamp with time zone ARRAY),
  cast(:delete_requested_at AS timestamp with time zone ARRAY),
  cast(:deleted_at AS timestamp with time zone ARRAY),
  cast(:expires_at AS timestamp with time zone ARRAY),
  cast(:want AS varchar ARRAY),
  cast(:phase AS varchar ARRAY),
  cast(:status AS varchar ARRAY),
  cast(:work AS varchar ARRAY),
  cast(:recreate AS boolean ARRAY),
  cast(:lease_epoch AS bigint ARRAY),
  cast(:due_at AS timestamp with time zone ARRAY),
  cast(:leased_until AS timestamp with time zone ARRAY)
) AS u (
  uid, team, kind, name, live_key, generation, labels, spec, plan, plan_digest,
  type, account, region, environment, external_name, actor, client, managed_by, created_by,
  first_seen_at, accepted_at, ready_at, delete_requested_at, deleted_at, expires_at,
  want, phase, status, work, recreate, lease_epoch, due_at, leased_until)
ON CONFLICT DO NOTHING
