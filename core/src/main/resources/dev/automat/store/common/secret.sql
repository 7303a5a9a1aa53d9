SELECT version, envelope FROM secret WHERE uid = :uid AND field = :field ORDER BY version DESC LIMIT 1
