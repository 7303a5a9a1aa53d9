module "preview" {
  source = "../../"

  team = "payments"
  name = var.name

  resources = {
    orders = { kind = "Database", inputs = { storage_gib = 5 } }
    mails  = { kind = "Queue" }
    events = { kind = "Queue", module = "fifo" }
  }
}

# The application of the preview gets a user of its own.
resource "automat_binding" "shop" {
  resource = module.preview.members["orders"].id
  consumer = "shop"
}

module "disabled" {
  source = "../../"

  create = false
  team   = "payments"
  name   = "nothing"

  resources = { orders = { kind = "Database" } }
}
