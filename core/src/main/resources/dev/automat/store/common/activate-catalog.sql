INSERT INTO catalog_activation (revision, digest, restores, activated_by, activated_at, report)
SELECT
  cast(:revision AS bigint),
  cast(:digest AS varchar),
  cast(:restores AS bigint),
  cast(:by AS varchar),
  cast(:at AS timestamp with time zone),
  cast(:report AS varchar)
WHERE (SELECT coalesce(max(a.revision), 0) FROM catalog_activation a) = cast(:revision AS bigint) - 1
ON CONFLICT DO NOTHING
