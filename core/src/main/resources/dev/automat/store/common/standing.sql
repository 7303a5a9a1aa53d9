-- As they stand before they are changed, in the one order in which rows are locked.
SELECT <columns> FROM resource r WHERE r.uid = ANY (cast(:uid AS varchar ARRAY)) ORDER BY r.uid FOR UPDATE
