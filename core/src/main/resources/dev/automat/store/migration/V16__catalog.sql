-- Catalogues that were pushed, each as one archive. A digest always means the same bytes.

CREATE TABLE catalog_bundle (
  digest varchar(80) ${bytewise} NOT NULL PRIMARY KEY,
  archive bytea NOT NULL,
  size bigint NOT NULL,
  pushed_by varchar NOT NULL,
  pushed_at timestamp with time zone NOT NULL,
  report varchar NOT NULL
);

-- Each row is a move of the one pointer: the newest holds. Two that move it at once want the same revision, and one gets it.
CREATE TABLE catalog_activation (
  revision bigint NOT NULL PRIMARY KEY,
  -- null: the directory of the configuration
  digest varchar(80) ${bytewise},
  -- the revision whose state it brought back
  restores bigint,
  activated_by varchar NOT NULL,
  activated_at timestamp with time zone NOT NULL,
  report varchar NOT NULL
);
