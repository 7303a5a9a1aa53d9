resource "automat_stack" "preview" {
  team        = "payments"
  name        = "pr-42"
  environment = "preview"
  lifetime    = "3d" # of all members, from its creation
  purpose     = "pull request 42"

  # Each member is a resource as any other, here payments/databases/pr-42-orders. What holds data
  # is taken out only with allow_data_loss = true.
  resources = {
    orders = { kind = "Database", size = "small", inputs = { storage_gib = 5 } }
    jobs   = { kind = "Queue" }
  }
}

# What automat_binding takes as its resource.
output "preview_orders" {
  value = automat_stack.preview.members["orders"].id
}
