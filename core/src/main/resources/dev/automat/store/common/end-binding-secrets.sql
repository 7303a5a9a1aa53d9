DELETE FROM secret WHERE uid = ANY (cast(:uid AS varchar ARRAY)) AND field LIKE 'binding-%'
