SELECT <stack> FROM stack s WHERE s.uid = :uid
