INSERT INTO team (id, spec, generation, revision, managed_by, created_at, created_by)
VALUES (:id, :spec, 1, 1, :managed_by, :created_at, :created_by)
ON CONFLICT DO NOTHING
