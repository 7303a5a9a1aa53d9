SELECT id, key_ids FROM replica WHERE seen_at >= :since ORDER BY id
