module "preview" {
  source = "../../"

  team = "payments"
  name = var.name

  databases = {
    orders = { inputs = { storage_gib = 5 } }
  }
  queues = {
    mails  = {}
    events = { fifo = true }
  }
}

module "disabled" {
  source = "../../"

  create = false
  team   = "payments"
  name   = "nothing"

  databases = { orders = {} }
}
