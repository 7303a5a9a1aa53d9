UPDATE team
SET orphaned_since = cast(:since AS timestamp with time zone), revision = revision + 1
WHERE id = :id AND generation = :generation AND deleted_at IS NULL
