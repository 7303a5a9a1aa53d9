-- Locked, so that of two members that are forgotten at once the second sees that it is the last.
SELECT s.uid FROM stack s WHERE s.live_key IS NOT NULL AND s.uid IN (SELECT m.stack FROM stack_member m WHERE m.resource = :uid) FOR UPDATE
