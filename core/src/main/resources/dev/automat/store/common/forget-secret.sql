DELETE FROM secret WHERE uid = :uid AND field = :field AND version = :version
