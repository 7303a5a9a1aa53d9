SELECT min(n.accepted_at) FROM notice n WHERE n.uid = :uid AND n.occurred_at = :at
