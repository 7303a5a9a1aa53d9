SELECT r.uid, r.currency, r.monthly_hundredths FROM resource r WHERE r.uid = ANY (cast(:uid AS varchar ARRAY))
