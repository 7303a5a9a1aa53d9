-- Tombstones too: what came up late, or was never taken away, stands where nothing should any more.
SELECT DISTINCT r.type, r.account, r.region
FROM resource r
