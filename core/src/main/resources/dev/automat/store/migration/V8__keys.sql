-- The keys that secrets are sealed with; a key is here before it seals the first.
CREATE TABLE sealing_key (
  id varchar(40) NOT NULL PRIMARY KEY,
  used_since timestamp with time zone NOT NULL,
  -- when nothing was sealed with it any more; whoever opens the store needs all others
  retired_at timestamp with time zone
);

-- What stood for this before there could be a second key.
INSERT INTO sealing_key (id, used_since)
SELECT DISTINCT content, CURRENT_TIMESTAMP FROM setting WHERE name IN ('first-key', 'secret-key');

-- The keys that a replica has, by their ids with commas between them, the one that it seals with first.
ALTER TABLE replica ADD COLUMN key_ids varchar;
