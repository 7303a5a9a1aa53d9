output "id" {
  description = "`team/kind/name`, for `ephemeral \"automat_connection\"` and for import"
  value       = try(automat_database.this[0].id, null)
}

output "uid" {
  description = "Identity of this incarnation"
  value       = try(automat_database.this[0].uid, null)
}

output "host" {
  description = "Host to connect to"
  value       = try(automat_database.this[0].outputs.host, null)
}

output "port" {
  description = "Port to connect to"
  value       = try(automat_database.this[0].outputs.port, null)
}

output "expires_at" {
  description = "When the database is taken back; null if never"
  value       = try(automat_database.this[0].expires_at, null)
}

output "effective" {
  description = "What the golden path made of the request"
  value       = try(automat_database.this[0].effective, null)
}

output "tags" {
  description = "Tags on what was made"
  value       = try(automat_database.this[0].tags, null)
}
