SELECT id FROM sealing_key WHERE retired_at IS NULL ORDER BY used_since, id
