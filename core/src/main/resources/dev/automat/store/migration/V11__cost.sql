-- The estimate of the plan, so that what a team has can be added up. What stood before is asked of nobody, and counts nothing until
-- its next change.
ALTER TABLE resource ADD COLUMN currency varchar(3) DEFAULT '' NOT NULL;
ALTER TABLE resource ADD COLUMN monthly_hundredths bigint DEFAULT 0 NOT NULL;
