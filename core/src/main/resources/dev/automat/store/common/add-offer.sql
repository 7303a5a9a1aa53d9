INSERT INTO transfer (
  uid, resource, open_for, kind, name, from_team, to_team, state, offered_by, offered_at, expires_at)
VALUES (:uid, :resource, :resource, :kind, :name, :from_team, :to_team, 'OFFERED', :offered_by, :offered_at, :expires_at)
ON CONFLICT DO NOTHING
