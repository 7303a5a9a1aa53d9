SELECT type, account, region, external_name, uid, cloud_id, reason, first_seen_at, last_seen_at
FROM leak
ORDER BY first_seen_at, external_name
