import {
  to = automat_cache.sessions
  id = "payments/caches/sessions"
}
