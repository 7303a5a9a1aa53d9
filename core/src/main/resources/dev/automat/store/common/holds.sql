SELECT account, reason, since FROM account_hold ORDER BY account
