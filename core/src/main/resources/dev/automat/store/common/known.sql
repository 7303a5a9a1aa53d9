SELECT r.uid, r.external_name
FROM unnest(cast(:uid AS varchar ARRAY)) AS u (uid)
JOIN resource r ON r.uid = u.uid
