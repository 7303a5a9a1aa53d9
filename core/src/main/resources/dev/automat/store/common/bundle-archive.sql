SELECT b.archive FROM catalog_bundle b WHERE b.digest = :digest
