UPDATE binding
SET
  generation = :generation,
  spec = :spec,
  wanted_version = :wanted_version,
  overlap_millis = :overlap_millis,
  absent = :absent
WHERE uid = :uid AND id = :id AND generation = :generation - 1 AND live_consumer IS NOT NULL
