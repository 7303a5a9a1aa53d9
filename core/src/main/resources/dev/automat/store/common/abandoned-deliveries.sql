-- Of sinks that this configuration does not name. Another replica may have a newer one, so only what was given up.
SELECT d.sink FROM delivery d WHERE d.give_up_at <= :now AND d.due_at <= :now AND NOT (d.sink = ANY (cast(:sinks AS varchar ARRAY))) LIMIT 1
