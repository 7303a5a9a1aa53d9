-- Whether there are rows below: what has none costs the engine no question.
ALTER TABLE resource ADD COLUMN bound boolean DEFAULT false NOT NULL;

CREATE TABLE binding (
  uid varchar(40) ${bytewise} NOT NULL,
  id varchar(8) ${bytewise} NOT NULL,
  consumer varchar(64) ${bytewise} NOT NULL,
  -- the consumer while this binding holds the name; null once all of it was taken away
  live_consumer varchar(64) ${bytewise},
  generation bigint NOT NULL,
  spec varchar NOT NULL,
  wanted_version integer NOT NULL,
  overlap_millis bigint NOT NULL,
  absent boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by varchar NOT NULL,
  -- the engine's
  status varchar NOT NULL,
  gone_at timestamp with time zone,
  PRIMARY KEY (uid, id),
  UNIQUE (uid, live_consumer)
);
