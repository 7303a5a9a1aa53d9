SELECT uid, field, version, envelope
FROM secret
WHERE substring(envelope FROM 6 FOR 4) <> :key
  AND (uid, field, version) > (:uid, :field, :version)
ORDER BY uid, field, version
LIMIT :limit
