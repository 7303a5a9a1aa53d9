SELECT substring(envelope FROM 6 FOR 4) AS key_id, count(*)
FROM secret
GROUP BY substring(envelope FROM 6 FOR 4)
