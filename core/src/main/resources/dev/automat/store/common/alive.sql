SELECT count(*) FROM replica WHERE seen_at >= :since
