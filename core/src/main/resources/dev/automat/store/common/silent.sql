DELETE FROM replica WHERE seen_at < :since
