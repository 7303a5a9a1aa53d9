-- Each index is written again with every claim and completion, as due_at changes, so there is one fewer:
-- phases are counted in this one. uid before phase: pages of a team's list are read in its order.
DROP INDEX resource_phase;
DROP INDEX resource_team;
CREATE INDEX resource_team ON resource (team, deleted_at, uid, phase);
