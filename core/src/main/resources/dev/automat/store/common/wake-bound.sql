-- Only what is to be present can be bound; locks the row, as the engine does before it writes.
UPDATE resource r
SET
  bound = true,
  wake = r.leased,
  due_at = CASE
    WHEN r.leased THEN r.due_at
    ELSE least(r.due_at, cast(:now AS timestamp with time zone))
  END,
  last_event = r.last_event + 1
WHERE r.uid = :uid AND r.want = 'PRESENT' AND r.deleted_at IS NULL
