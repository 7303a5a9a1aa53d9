UPDATE resource r SET bound = false WHERE r.uid = ANY (cast(:uid AS varchar ARRAY)) AND r.bound
