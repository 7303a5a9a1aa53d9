INSERT INTO sealing_key (id, used_since) VALUES (:id, :now) ON CONFLICT DO NOTHING
