SELECT <stack> FROM stack s WHERE s.live_key = :key
