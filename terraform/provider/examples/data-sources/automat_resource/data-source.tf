data "automat_resource" "orders" {
  team = "payments"
  kind = "databases"
  name = "orders"

  depends_on = [automat_database.orders] # only where the same configuration makes it
}

output "orders_host" {
  value = data.automat_resource.orders.outputs.host
}
