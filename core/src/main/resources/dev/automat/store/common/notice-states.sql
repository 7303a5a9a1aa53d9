SELECT n.sequence, n.state, n.accepted_at FROM notice n WHERE n.uid = :uid AND n.sequence > :after AND n.sequence <= :until
