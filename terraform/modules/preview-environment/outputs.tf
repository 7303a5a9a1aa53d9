output "databases" {
  description = "By service: `id`, `host`, `port` and `expires_at`"
  value = { for service, database in module.database : service => {
    id         = database.id
    host       = database.host
    port       = database.port
    expires_at = database.expires_at
  } }
}

output "queues" {
  description = "By service: `id`, `url` and `expires_at`"
  value = { for service, queue in module.queue : service => {
    id         = queue.id
    url        = queue.url
    expires_at = queue.expires_at
  } }
}
