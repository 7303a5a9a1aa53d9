SELECT DISTINCT r.type, r.account, r.region
FROM resource r
WHERE r.deleted_at IS NULL
