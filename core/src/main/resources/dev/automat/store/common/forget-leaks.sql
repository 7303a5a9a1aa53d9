DELETE FROM leak WHERE type = :type AND account = :account AND region = :region
