UPDATE api_token SET revoked_at = :at WHERE id = :id AND coalesce(team, '') = :team AND revoked_at IS NULL
