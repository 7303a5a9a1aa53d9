UPDATE replica SET seen_at = :now WHERE id = :id
