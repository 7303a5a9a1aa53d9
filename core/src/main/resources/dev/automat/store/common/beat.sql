UPDATE replica SET seen_at = :now, key_ids = :keys WHERE id = :id
