-- In one order in every transaction, so that no two wait for each other: a plan may update the rows of
-- a batch in any.
SELECT r.uid FROM resource r WHERE r.uid = ANY (cast(:uid AS varchar ARRAY)) ORDER BY r.uid FOR UPDATE
