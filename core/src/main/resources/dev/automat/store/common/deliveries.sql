SELECT d.notice, d.sink, d.state, d.attempts, d.due_at, d.accepted_at, d.last_error, d.archive
FROM delivery d
WHERE d.notice = ANY (cast(:notice AS varchar ARRAY))
ORDER BY d.notice, d.sink
