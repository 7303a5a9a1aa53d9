INSERT INTO waiver (uid, team, name, live_key, spec, state, asked_by, asked_as, asked_at)
VALUES (:uid, :team, :name, :live_key, :spec, 'ASKED', :asked_by, :asked_as, :asked_at)
ON CONFLICT DO NOTHING
