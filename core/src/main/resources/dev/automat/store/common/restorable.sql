-- Tombstones whose name another one has, and at which nobody works: a purge holds a lease.
SELECT <columns> FROM resource r
WHERE r.uid = ANY (cast(:uid AS varchar ARRAY)) AND r.deleted_at IS NOT NULL AND NOT r.leased
ORDER BY r.uid FOR UPDATE
