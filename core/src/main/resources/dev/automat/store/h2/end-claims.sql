-- accepted_at: an instant that is past on every clock, so that the work is due before all other.
UPDATE resource SET leased = false, wake = false, due_at = accepted_at WHERE leased
