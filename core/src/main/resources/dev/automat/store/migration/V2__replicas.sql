-- Who shares this database: a row for each process that runs the engine, by the database's own clock.

CREATE TABLE replica (
  id varchar(40) NOT NULL PRIMARY KEY,
  seen_at timestamp with time zone NOT NULL
);
