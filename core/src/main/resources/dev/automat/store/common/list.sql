SELECT <columns> FROM resource r WHERE r.uid > :after <conditions> ORDER BY r.uid LIMIT :limit
