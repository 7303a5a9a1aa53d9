-- Exceptions to rules of the platform. Rows are never removed: who let what through stays known.

CREATE TABLE waiver (
  uid varchar(40) ${bytewise} NOT NULL PRIMARY KEY,
  team varchar(64) ${bytewise} NOT NULL,
  name varchar(64) ${bytewise} NOT NULL,
  -- team/name while this one holds the name; null once another one of that name was asked for
  live_key varchar(200) ${bytewise} UNIQUE,
  spec varchar NOT NULL,
  state varchar(16) NOT NULL,
  asked_by varchar NOT NULL,
  asked_as varchar NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  granted_at timestamp with time zone,
  granted_by varchar,
  ended_at timestamp with time zone,
  ended_by varchar,
  ended_reason varchar
);

CREATE INDEX waiver_team ON waiver (team, asked_at);
