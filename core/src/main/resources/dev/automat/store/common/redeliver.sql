UPDATE delivery
SET state = 'pending', due_at = :now, give_up_at = :give_up_at, attempts = 0
WHERE notice = :notice AND state = 'dead'
