SELECT id, digest, name, team, role, created_by, created_at, expires_at, revoked_at, last_used_at
FROM api_token
WHERE coalesce(team, '') = :team AND expires_at > :ended_since AND coalesce(revoked_at, expires_at) > :ended_since
ORDER BY created_at, id
