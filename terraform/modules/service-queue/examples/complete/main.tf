module "queue" {
  source = "../../"

  team        = "payments"
  service     = "mailer"
  environment = "dev"

  inputs = {
    visibility_timeout_seconds = 60
    max_receive_count          = 3
  }
}

module "fifo" {
  source = "../../"

  team        = "payments"
  service     = "mailer"
  name        = "mailer-in-order"
  environment = "dev"

  fifo   = true
  inputs = { content_based_deduplication = true }
}

module "disabled" {
  source = "../../"

  create      = false
  team        = "payments"
  service     = "nothing"
  environment = "dev"
}
