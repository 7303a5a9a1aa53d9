-- Until the commit, and in one order, so that no two wait for each other. A team need have no row to be locked.
SELECT pg_advisory_xact_lock(t.id) IS NULL
FROM (SELECT id FROM unnest(cast(:id AS bigint ARRAY)) AS u (id) ORDER BY id) AS t
