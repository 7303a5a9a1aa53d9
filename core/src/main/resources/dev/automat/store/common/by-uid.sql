SELECT <columns> FROM resource r WHERE r.uid = :uid
