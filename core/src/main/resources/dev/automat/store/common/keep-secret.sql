INSERT INTO secret (uid, field, version, envelope) VALUES (:uid, :field, :version, :envelope) ON CONFLICT DO NOTHING
