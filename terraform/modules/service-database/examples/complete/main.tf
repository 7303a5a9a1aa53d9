module "database" {
  source = "../../"

  team        = "payments"
  service     = "checkout"
  environment = "dev"

  size     = "small"
  lifetime = "14d"
  inputs   = { storage_gib = 20 }
  labels   = { tier = "backend" }
}

# The password goes where it is needed without a stop in the state.
ephemeral "automat_connection" "database" {
  id = module.database.id
}

module "disabled" {
  source = "../../"

  create      = false
  team        = "payments"
  service     = "nothing"
  environment = "dev"
}
