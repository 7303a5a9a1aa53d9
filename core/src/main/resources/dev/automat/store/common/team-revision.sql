-- Rows only come and only count up, so no two states have the same sum.
SELECT cast(coalesce(sum(revision), 0) AS bigint) FROM team
