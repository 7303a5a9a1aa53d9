UPDATE delivery r
SET
  state = u.state,
  due_at = u.due_at,
  attempts = r.attempts + u.attempts,
  accepted_at = u.accepted_at,
  last_error = u.last_error
FROM unnest(
  cast(:notice AS varchar ARRAY),
  cast(:sink AS varchar ARRAY),
  cast(:epoch AS bigint ARRAY),
  cast(:state AS varchar ARRAY),
  cast(:due_at AS timestamp with time zone ARRAY),
  cast(:attempts AS bigint ARRAY),
  cast(:accepted_at AS timestamp with time zone ARRAY),
  cast(:last_error AS varchar ARRAY)
) AS u (notice, sink, epoch, state, due_at, attempts, accepted_at, last_error)
WHERE r.notice = u.notice AND r.sink = u.sink AND r.lease_epoch = u.epoch AND r.due_at IS NOT NULL
