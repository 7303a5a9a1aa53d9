-- Before the sum over its deliveries is written, so that two that end at once do not miss each other.
SELECT n.id FROM notice n WHERE n.id = ANY (cast(:id AS varchar ARRAY)) ORDER BY n.id FOR UPDATE
