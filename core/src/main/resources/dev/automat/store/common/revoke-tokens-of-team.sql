UPDATE api_token SET revoked_at = :at WHERE team = :team AND revoked_at IS NULL
