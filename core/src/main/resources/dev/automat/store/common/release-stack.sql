-- One that is gone gives its name to the next.
UPDATE stack SET live_key = NULL, live_team = NULL, revision = revision + 1 WHERE uid = :uid AND revision = :revision AND live_key IS NOT NULL
