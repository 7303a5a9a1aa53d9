DELETE FROM replica WHERE id = :id
