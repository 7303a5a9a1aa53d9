UPDATE resource r
SET
  -- A claim may be older than an end or a change that was accepted under it: its word for the whole is not.
  phase = CASE
    WHEN r.want <> 'PRESENT' AND u.phase <> 'Deleted' THEN 'Deleting'
    WHEN r.wake AND u.phase IN ('Ready', 'Expiring') THEN 'Updating'
    ELSE u.phase
  END,
  status = u.status,
  work = u.work,
  ready_at = coalesce(r.ready_at, u.ready_at),
  deleted_at = coalesce(r.deleted_at, u.deleted_at),
  due_at = CASE WHEN r.wake THEN least(u.due_at, cast(:now AS timestamp with time zone)) ELSE u.due_at END,
  leased = false,
  wake = false,
  last_event = r.last_event + u.events
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:epoch AS bigint ARRAY),
  cast(:due_at AS timestamp with time zone ARRAY),
  cast(:phase AS varchar ARRAY),
  cast(:status AS varchar ARRAY),
  cast(:work AS varchar ARRAY),
  cast(:ready_at AS timestamp with time zone ARRAY),
  cast(:deleted_at AS timestamp with time zone ARRAY),
  cast(:events AS bigint ARRAY)
) AS u (uid, epoch, due_at, phase, status, work, ready_at, deleted_at, events)
WHERE r.uid = u.uid AND r.lease_epoch = u.epoch AND r.leased
