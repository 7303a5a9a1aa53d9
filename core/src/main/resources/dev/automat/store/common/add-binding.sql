INSERT INTO binding (
  uid, id, consumer, live_consumer, generation, spec, wanted_version, overlap_millis, absent, created_at, created_by, status)
VALUES (
  :uid, :id, :consumer, :consumer, :generation, :spec, :wanted_version, :overlap_millis, :absent, :created_at, :created_by, :status)
