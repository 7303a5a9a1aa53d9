SELECT <columns> FROM resource r WHERE r.live_key = ?
