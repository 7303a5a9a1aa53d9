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
  cast(:events AS bigint ARRAY)
) AS u (uid, epoch, phase, status, work, recreate_seen, events)
WHERE r.uid = u.uid AND r.lease_epoch = u.epoch AND r.leased
