-- One replica seals at a time; the number means nothing.
SELECT 1 FROM (SELECT pg_advisory_xact_lock(471108150423)) AS held
