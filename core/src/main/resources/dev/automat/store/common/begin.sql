UPDATE resource r
SET
  phase = CASE WHEN r.want <> 'PRESENT' AND u.phase <> 'Deleted' THEN 'Deleting' ELSE u.phase END,
  status = u.status,
  work = u.work,
  recreate = (r.recreate AND NOT u.recreate_seen),
  last_event = r.last_event + u.events
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:epoch AS bigint ARRAY),
  cast(:phase AS varchar ARRAY),
  cast(:status AS varchar ARRAY),
  cast(:work AS varchar ARRAY),
  cast(:recreate_seen AS boolean ARRAY),
  cast(:events AS bigint ARRAY),
  cast(:unless_paused_at AS timestamp with time zone ARRAY),
  cast(:while_cut AS boolean ARRAY)
) AS u (uid, epoch, phase, status, work, recreate_seen, events, unless_paused_at, while_cut)
WHERE r.uid = u.uid AND r.lease_epoch = u.epoch AND r.leased
  -- What somebody said since the claim wins.
  AND (u.unless_paused_at IS NULL OR r.paused_until IS NULL OR r.paused_until <= u.unless_paused_at)
  AND (NOT u.while_cut OR (r.quarantine IS NOT NULL AND NOT r.wake))
