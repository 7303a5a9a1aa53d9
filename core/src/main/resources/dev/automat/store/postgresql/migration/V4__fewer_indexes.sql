-- PostgreSQL writes all indexes of a row again with every claim and completion, as due_at changes. So there
-- is one fewer: phases are counted in this one. uid before phase: a team's list is read in its order.
-- H2 writes only the index whose columns changed, and would lose by it.
DROP INDEX resource_phase;
DROP INDEX resource_team;
CREATE INDEX resource_team ON resource (team, deleted_at, uid, phase);
