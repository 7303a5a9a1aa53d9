SELECT r.team, r.kind, r.name FROM resource r
WHERE r.team = :team AND r.deleted_at IS NULL
ORDER BY r.kind, r.name
LIMIT :limit
