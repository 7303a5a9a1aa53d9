SELECT cast(coalesce(max(revision), 0) AS bigint) FROM catalog_activation
