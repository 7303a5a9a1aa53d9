INSERT INTO audit
  (occurred_at, actor, issuer, subject, request_id, operation, permission, team, target, outcome, reason, change)
SELECT
  u.occurred_at, u.actor, u.issuer, u.subject, u.request_id, u.operation, u.permission, u.team, u.target, u.outcome,
  u.reason, u.change
FROM unnest(
  cast(:a_at AS timestamp with time zone ARRAY),
  cast(:a_actor AS varchar ARRAY),
  cast(:a_issuer AS varchar ARRAY),
  cast(:a_subject AS varchar ARRAY),
  cast(:a_request AS varchar ARRAY),
  cast(:a_operation AS varchar ARRAY),
  cast(:a_permission AS varchar ARRAY),
  cast(:a_team AS varchar ARRAY),
  cast(:a_target AS varchar ARRAY),
  cast(:a_outcome AS varchar ARRAY),
  cast(:a_reason AS varchar ARRAY),
  cast(:a_change AS varchar ARRAY)
) AS u
  (occurred_at, actor, issuer, subject, request_id, operation, permission, team, target, outcome, reason, change)
