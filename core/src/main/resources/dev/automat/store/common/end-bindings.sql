-- With the resource its grants went, too.
DELETE FROM binding WHERE uid = ANY (cast(:uid AS varchar ARRAY))
