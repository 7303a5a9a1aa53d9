output "address" {
  description = "Where the database is"
  value       = "${module.database.host}:${module.database.port}"
}

output "expires_at" {
  description = "When the database is taken back"
  value       = module.database.expires_at
}
