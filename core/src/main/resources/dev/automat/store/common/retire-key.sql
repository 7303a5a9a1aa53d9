UPDATE sealing_key SET retired_at = :now WHERE id = :id AND retired_at IS NULL
