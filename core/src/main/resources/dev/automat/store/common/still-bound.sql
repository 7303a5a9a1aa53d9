UPDATE resource r
SET bound = EXISTS (SELECT 1 FROM binding b WHERE b.uid = r.uid)
WHERE r.uid = :uid
