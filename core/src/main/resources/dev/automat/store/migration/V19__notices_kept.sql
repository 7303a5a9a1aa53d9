-- Notices are found by what is still to be done with them, and go when they are old.

-- A range of times: H2 looks for IS NOT NULL in every row.
DROP INDEX notice_unrouted;
CREATE INDEX notice_unrouted ON notice (unrouted_since, number);
CREATE INDEX notice_age ON notice (occurred_at);

-- Nobody reads there: what it takes is no notice that anybody has accepted.
ALTER TABLE delivery ADD COLUMN archive boolean DEFAULT false NOT NULL;

-- What a manager keeps, page by page. PostgreSQL writes all indexes of a row again with every claim and completion, so there only what
-- has a manager is in it.
CREATE INDEX resource_manager ON resource (managed_by, deleted_at, uid) ${kept};
