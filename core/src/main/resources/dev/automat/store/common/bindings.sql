SELECT uid, id, consumer, generation, spec, wanted_version, overlap_millis, absent, created_at, created_by, status, gone_at
FROM binding
WHERE uid = :uid
ORDER BY consumer, id
