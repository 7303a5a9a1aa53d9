-- An earlier incarnation is undeleted; its name was given up before.
UPDATE resource SET undeleted_as = :undeleted_as WHERE uid = :uid
