UPDATE transfer SET state = 'EXPIRED', open_for = NULL WHERE open_for = :resource AND expires_at <= :now
