INSERT INTO api_token (id, digest, name, team, role, created_by, created_at, expires_at)
VALUES (:id, :digest, :name, :team, :role, :created_by, :created_at, :expires_at)
