ephemeral "automat_connection" "orders" {
  id = automat_database.orders.id
}

# What takes it must be ephemeral, too: another provider's configuration, or a write-only argument.
locals {
  orders_uri = ephemeral.automat_connection.orders.values.uri
}
