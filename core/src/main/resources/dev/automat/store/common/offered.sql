SELECT t.uid, t.from_team, t.kind, t.name FROM transfer t
JOIN resource g ON g.uid = t.open_for
WHERE t.to_team = :team AND t.expires_at > :now AND g.deleted_at IS NULL
ORDER BY t.offered_at
LIMIT :limit
