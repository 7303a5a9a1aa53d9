# team/kind/name
terraform import automat_cache.sessions payments/caches/sessions
