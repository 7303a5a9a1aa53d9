INSERT INTO setting (name, content) VALUES (:name, :content) ON CONFLICT DO NOTHING
