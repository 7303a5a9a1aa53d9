DELETE FROM binding WHERE uid = :uid AND id = :id
