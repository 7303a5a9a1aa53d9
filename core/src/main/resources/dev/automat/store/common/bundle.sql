SELECT b.digest, b.size, b.pushed_by, b.pushed_at, b.report FROM catalog_bundle b WHERE b.digest = :digest
