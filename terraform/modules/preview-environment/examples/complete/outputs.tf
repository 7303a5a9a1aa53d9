output "outputs" {
  description = "Where all of it is"
  value       = module.preview.outputs
}

output "expires_at" {
  description = "When all of it is taken back"
  value       = module.preview.expires_at
}
