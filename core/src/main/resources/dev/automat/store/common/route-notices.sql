-- accepted_at: given where nobody has to be told but by the timeline
UPDATE notice n
SET unrouted_since = NULL, accepted_at = u.accepted_at, state = u.state
FROM unnest(
  cast(:id AS varchar ARRAY),
  cast(:state AS varchar ARRAY),
  cast(:accepted_at AS timestamp with time zone ARRAY)
) AS u (id, state, accepted_at)
WHERE n.id = u.id
