# Caches are made in AWS: some placement of the platform has to lead there.
resource "automat_cache" "sessions" {
  team        = "payments"
  name        = "sessions"
  environment = "dev"
  size        = "small"

  inputs = {
    eviction_policy = "noeviction"
  }
}
