SELECT a.revision, a.digest, a.restores, a.activated_by, a.activated_at, a.report
FROM catalog_activation a
ORDER BY a.revision DESC
LIMIT :limit
