SELECT <columns>
FROM resource r
WHERE r.account = :account AND r.type = :type AND r.region = :region
  AND r.deleted_at IS NULL AND r.external_name > :after
ORDER BY r.external_name
LIMIT :limit
