UPDATE transfer
SET state = :state, open_for = NULL, decided_by = :decided_by, decided_at = :decided_at
WHERE uid = :uid AND state = 'OFFERED' AND expires_at > :decided_at
