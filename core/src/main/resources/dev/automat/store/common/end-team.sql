UPDATE team
SET deleted_at = :at, revision = revision + 1
WHERE id = :id AND generation = :generation AND deleted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM resource r WHERE r.team = :id AND r.deleted_at IS NULL)
  AND NOT EXISTS (
    SELECT 1 FROM transfer t
    JOIN resource g ON g.uid = t.open_for
    WHERE t.to_team = :id AND t.expires_at > :at AND g.deleted_at IS NULL)
