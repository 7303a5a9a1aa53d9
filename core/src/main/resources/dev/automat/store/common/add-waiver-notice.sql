INSERT INTO notice (
  id, uid, sequence, team, kind, name, environment, occurred_at, severity, reason, message, expires_at, state, unrouted_since)
VALUES (
  :id, :uid, :sequence, :team, 'Waiver', :name, '', :occurred_at, 'Normal', :reason, :message, :expires_at, 'pending',
  :occurred_at)
