-- What holds these keys now.
SELECT <columns>
FROM unnest(cast(:live_key AS varchar ARRAY)) AS u (live_key)
JOIN resource r ON r.live_key = u.live_key
