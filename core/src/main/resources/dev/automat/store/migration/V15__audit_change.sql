-- What stood before and stands now, as JSON; null: nothing changed, or the line is older.
ALTER TABLE audit ADD COLUMN change varchar;
