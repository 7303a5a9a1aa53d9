INSERT INTO account_hold (account, reason, since) VALUES (:account, :reason, :since) ON CONFLICT DO NOTHING
