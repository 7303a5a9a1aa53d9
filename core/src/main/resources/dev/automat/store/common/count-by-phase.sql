SELECT phase, count(*) FROM resource GROUP BY phase
