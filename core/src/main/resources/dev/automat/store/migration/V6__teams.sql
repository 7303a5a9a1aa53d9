-- Teams as documents, and what they offer to each other. Rows are never removed: an id is never used again.

CREATE TABLE team (
  id varchar(64) ${bytewise} NOT NULL PRIMARY KEY,
  spec varchar NOT NULL,
  generation bigint NOT NULL,
  -- counts every write of the row, so that their sum tells a replica whether it has to read again
  revision bigint NOT NULL,
  managed_by varchar(100) NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by varchar NOT NULL,
  orphaned_since timestamp with time zone,
  deleted_at timestamp with time zone
);

CREATE TABLE transfer (
  uid varchar(40) ${bytewise} NOT NULL PRIMARY KEY,
  resource varchar(40) ${bytewise} NOT NULL,
  -- the resource as long as the offer was not answered, so that there is one for each; null after
  open_for varchar(40) ${bytewise} UNIQUE,
  kind varchar(64) NOT NULL,
  name varchar(64) NOT NULL,
  from_team varchar(64) NOT NULL,
  to_team varchar(64) NOT NULL,
  state varchar(16) NOT NULL,
  offered_by varchar NOT NULL,
  offered_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  decided_by varchar,
  decided_at timestamp with time zone
);

CREATE INDEX transfer_from ON transfer (from_team, offered_at);
CREATE INDEX transfer_to ON transfer (to_team, offered_at);
