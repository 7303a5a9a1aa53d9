UPDATE sealing_key SET retired_at = NULL, used_since = :now WHERE id = :id AND retired_at IS NOT NULL
