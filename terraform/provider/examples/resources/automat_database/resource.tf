resource "automat_database" "orders" {
  team        = "payments"
  name        = "orders"
  environment = "dev"
  size        = "small"
  purpose     = "integration-test"
  lifetime    = "14d" # from its creation: as long as this stays, the end does not move

  inputs = {
    storage_gib = 20
  }
}
