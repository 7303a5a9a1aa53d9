output "databases" {
  description = "Where the databases are"
  value       = module.preview.databases
}

output "queues" {
  description = "Where the queues are"
  value       = module.preview.queues
}
