-- One history for H2 and PostgreSQL, so only what both understand. Documents are JSON text.
-- ${bytewise}: order as Java compares strings, whatever the locale of the database.

CREATE TABLE resource (
  uid varchar(40) ${bytewise} NOT NULL PRIMARY KEY,
  team varchar(64) NOT NULL,
  kind varchar(64) NOT NULL,
  name varchar(64) NOT NULL,
  -- team/kind/name while this incarnation holds the key, tombstones included; null for past ones
  live_key varchar(200) ${bytewise} UNIQUE,
  generation bigint NOT NULL,
  labels varchar NOT NULL,
  spec varchar NOT NULL,
  plan varchar NOT NULL,
  plan_digest varchar NOT NULL,
  type varchar NOT NULL,
  -- provisioner/account
  account varchar NOT NULL,
  region varchar NOT NULL,
  environment varchar NOT NULL,
  external_name varchar ${bytewise} NOT NULL,
  actor varchar NOT NULL,
  client varchar NOT NULL,
  managed_by varchar,
  created_by varchar NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  accepted_at timestamp with time zone NOT NULL,
  ready_at timestamp with time zone,
  delete_requested_at timestamp with time zone,
  deleted_at timestamp with time zone,
  expires_at timestamp with time zone,
  want varchar(16) NOT NULL,
  phase varchar(16) NOT NULL,
  status varchar NOT NULL,
  work varchar NOT NULL,
  recreate boolean NOT NULL,
  nudged_at timestamp with time zone,
  lease_epoch bigint NOT NULL,
  due_at timestamp with time zone NOT NULL,
  leased_until timestamp with time zone NOT NULL,
  -- between claim and completion; by itself no reason to leave the row alone, for that there is due_at
  leased boolean NOT NULL,
  wake boolean NOT NULL,
  last_event bigint NOT NULL
) ${busy};

-- The work queue. What is at rest is due far in the future, and so never at the head.
CREATE INDEX resource_due ON resource (due_at);
-- deleted_at first or second: tombstones are never removed, and must not be waded through.
CREATE INDEX resource_team ON resource (team, deleted_at, uid);
CREATE INDEX resource_scope ON resource (account, type, region, deleted_at, external_name);
CREATE INDEX resource_phase ON resource (phase);

CREATE TABLE event (
  uid varchar(40) ${bytewise} NOT NULL,
  sequence bigint NOT NULL,
  occurred_at timestamp with time zone NOT NULL,
  severity varchar(16) NOT NULL,
  reason varchar NOT NULL,
  message varchar NOT NULL,
  PRIMARY KEY (uid, sequence)
);

CREATE TABLE secret (
  uid varchar(40) ${bytewise} NOT NULL,
  field varchar(64) NOT NULL,
  version integer NOT NULL,
  envelope bytea NOT NULL,
  PRIMARY KEY (uid, field, version)
);

CREATE TABLE setting (
  name varchar(64) NOT NULL PRIMARY KEY,
  content varchar NOT NULL
);

CREATE TABLE account_hold (
  account varchar(200) NOT NULL PRIMARY KEY,
  reason varchar NOT NULL,
  since timestamp with time zone NOT NULL
);
