resource "automat_resource" "events" {
  team        = "payments"
  kind        = "queues"
  name        = "events"
  environment = "dev"
  module      = "fifo"

  inputs = {
    contentBasedDeduplication = true
  }
}
