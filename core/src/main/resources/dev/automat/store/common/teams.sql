SELECT id, spec, generation, managed_by, created_at, created_by, orphaned_since, deleted_at FROM team ORDER BY id
