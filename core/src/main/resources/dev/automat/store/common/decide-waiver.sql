UPDATE waiver
SET state = :state, granted_at = :granted_at, granted_by = :granted_by, ended_at = :ended_at, ended_by = :ended_by,
  ended_reason = :ended_reason
WHERE uid = :uid AND state = :was
