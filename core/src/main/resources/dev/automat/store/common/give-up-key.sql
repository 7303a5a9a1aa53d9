UPDATE resource SET live_key = NULL WHERE live_key = :live_key AND deleted_at IS NOT NULL
