INSERT INTO leak (type, account, region, external_name, uid, cloud_id, reason, first_seen_at, last_seen_at)
VALUES (:type, :account, :region, :external_name, :uid, :cloud_id, :reason, :first_seen_at, :last_seen_at)
ON CONFLICT DO NOTHING
