-- Several resources with one name and one lifetime. Rows are never removed, so what is asked often passes over those that are forgotten.
CREATE TABLE stack (
  uid varchar(40) ${bytewise} NOT NULL PRIMARY KEY,
  team varchar(64) ${bytewise} NOT NULL,
  name varchar(64) ${bytewise} NOT NULL,
  -- team/name while this one holds the name, also when it is deleted; null once another one of that name was made, or its last member is forgotten
  live_key varchar(200) ${bytewise} UNIQUE,
  -- its team, as long
  live_team varchar(64) ${bytewise},
  generation bigint NOT NULL,
  -- counts every write of the row, so that whoever planned on another one is told
  revision bigint NOT NULL,
  labels varchar NOT NULL,
  spec varchar NOT NULL,
  actor varchar NOT NULL,
  client varchar NOT NULL,
  managed_by varchar,
  created_by varchar NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone,
  want varchar(16) NOT NULL,
  restored_from varchar(40)
);

CREATE INDEX stack_live_team ON stack (live_team, uid);
CREATE INDEX stack_name ON stack (name, team);

-- A table of its own: most resources are in no stack, and an index of them would cost each of them.
CREATE TABLE stack_member (
  stack varchar(40) ${bytewise} NOT NULL,
  resource varchar(40) ${bytewise} NOT NULL,
  PRIMARY KEY (stack, resource)
);
CREATE INDEX stack_member_resource ON stack_member (resource);

-- uid and name of the stack, as JSON
ALTER TABLE resource ADD COLUMN stack varchar;
