INSERT INTO delivery (
  notice, sink, uid, sequence, state, attempts, lease_epoch, due_at, give_up_at, last_error, archive)
SELECT u.notice, u.sink, u.uid, u.sequence, 'pending', 0, 0, u.due_at, u.give_up_at, '', u.archive
FROM unnest(
  cast(:notice AS varchar ARRAY),
  cast(:sink AS varchar ARRAY),
  cast(:uid AS varchar ARRAY),
  cast(:sequence AS bigint ARRAY),
  cast(:due_at AS timestamp with time zone ARRAY),
  cast(:give_up_at AS timestamp with time zone ARRAY),
  cast(:archive AS boolean ARRAY)
) AS u (notice, sink, uid, sequence, due_at, give_up_at, archive)
WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notice = u.notice AND d.sink = u.sink)
