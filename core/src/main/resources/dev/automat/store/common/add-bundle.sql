INSERT INTO catalog_bundle (digest, archive, size, pushed_by, pushed_at, report)
VALUES (:digest, :archive, :size, :by, :at, :report)
ON CONFLICT DO NOTHING
