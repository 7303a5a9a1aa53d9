INSERT INTO audit
  (occurred_at, actor, issuer, subject, request_id, operation, permission, team, target, outcome, reason)
VALUES
  (:at, :actor, :issuer, :subject, :request_id, :operation, :permission, :team, :target, :outcome, :reason)
