-- Law 3: whoever lost the claim on the resource writes nothing about its bindings either.
UPDATE resource r
SET last_event = r.last_event + :events
WHERE r.uid = :uid AND r.lease_epoch = :epoch AND r.leased
