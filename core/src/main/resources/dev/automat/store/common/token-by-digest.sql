SELECT id, digest, name, team, role, created_by, created_at, expires_at, revoked_at, last_used_at
FROM api_token
WHERE digest = :digest
