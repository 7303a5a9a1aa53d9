UPDATE resource r
SET
  quarantine = CASE WHEN u.what = 'Quarantine' THEN u.content ELSE r.quarantine END,
  released = CASE WHEN u.what = 'Release' THEN u.content ELSE r.released END,
  pause = CASE WHEN u.what = 'Pause' THEN u.content WHEN u.what = 'Resume' THEN NULL ELSE r.pause END,
  paused_until = CASE
    WHEN u.what = 'Pause' THEN u.until
    WHEN u.what = 'Resume' THEN NULL
    ELSE r.paused_until
  END,
  without_snapshot = (r.without_snapshot OR u.what = 'SkipSnapshot'),
  wake = r.leased,
  due_at = CASE WHEN r.leased THEN r.due_at ELSE least(r.due_at, u.now_at) END,
  last_event = r.last_event + 1
FROM unnest(
  cast(:uid AS varchar ARRAY),
  cast(:what AS varchar ARRAY),
  cast(:content AS varchar ARRAY),
  cast(:until AS timestamp with time zone ARRAY),
  cast(:epoch AS bigint ARRAY),
  cast(:expires_at AS timestamp with time zone ARRAY),
  cast(:now_at AS timestamp with time zone ARRAY)
) AS u (uid, what, content, until, epoch, expires_at, now_at)
WHERE r.uid = u.uid AND r.deleted_at IS NULL AND (
  -- The engine's own: decided under a claim in which nobody has said anything since.
  (u.what = 'Quarantine' AND r.want = 'PRESENT' AND r.quarantine IS NULL AND r.expires_at = u.expires_at
    AND r.lease_epoch = u.epoch AND r.leased AND NOT r.wake
    AND (r.paused_until IS NULL OR r.paused_until <= u.now_at))
  OR (u.what = 'Release' AND r.want = 'PRESENT' AND r.quarantine IS NOT NULL AND r.released IS NULL)
  OR (u.what IN ('Pause', 'Resume') AND r.want = 'PRESENT')
  OR (u.what = 'SkipSnapshot' AND r.want <> 'PRESENT'))
