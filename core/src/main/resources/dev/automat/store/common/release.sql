DELETE FROM account_hold WHERE account = :account
