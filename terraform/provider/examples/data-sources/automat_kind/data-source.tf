data "automat_kind" "databases" {
  plural = "databases"
}

output "database_modules" {
  value = [for module in data.automat_kind.databases.modules : "${module.module}@${module.version}" if module.stage == "stable"]
}
