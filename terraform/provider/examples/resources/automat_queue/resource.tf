resource "automat_queue" "mails" {
  team        = "payments"
  name        = "mails"
  environment = "dev"

  inputs = {
    visibility_timeout_seconds = 60
    max_receive_count          = 3
  }
}
