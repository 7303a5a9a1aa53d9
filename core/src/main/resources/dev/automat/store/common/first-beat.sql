INSERT INTO replica (id, seen_at) VALUES (:id, :now)
