SELECT position, hash FROM audit WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1
