data "automat_module" "postgres" {
  kind    = "databases"
  module  = "postgres"
  version = "1.0.0"
}

output "longest_life_in_dev" {
  value = data.automat_module.postgres.environments["dev"].max_lifetime
}
