-- What carries our installation in the cloud and stands on no record, as the last sweep of its place saw it.
CREATE TABLE leak (
  type varchar NOT NULL,
  account varchar(200) NOT NULL,
  region varchar NOT NULL,
  external_name varchar ${bytewise} NOT NULL,
  uid varchar(40),
  cloud_id varchar,
  reason varchar NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  PRIMARY KEY (type, account, region, external_name)
);
