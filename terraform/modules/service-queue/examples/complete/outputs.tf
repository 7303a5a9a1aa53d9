output "url" {
  description = "Where messages go"
  value       = module.queue.url
}

output "fifo_url" {
  description = "Where messages go that keep their order"
  value       = module.fifo.url
}
