INSERT INTO replica (id, seen_at, key_ids) VALUES (:id, :now, :keys)
