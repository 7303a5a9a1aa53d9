UPDATE team
SET spec = :spec, generation = generation + 1, revision = revision + 1
WHERE id = :id AND generation = :generation AND deleted_at IS NULL
