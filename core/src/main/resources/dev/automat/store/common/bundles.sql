SELECT b.digest, b.size, b.pushed_by, b.pushed_at, b.report
FROM catalog_bundle b
ORDER BY b.pushed_at DESC, b.digest
LIMIT :limit
