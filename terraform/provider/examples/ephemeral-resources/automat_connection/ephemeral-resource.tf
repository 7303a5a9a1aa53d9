ephemeral "automat_connection" "orders" {
  id = automat_database.orders.id
}

# Of a stack, all members at once.
ephemeral "automat_connection" "preview" {
  id = automat_stack.preview.id
}

# What takes it must be ephemeral, too: another provider's configuration, or a write-only argument.
locals {
  orders_uri         = ephemeral.automat_connection.orders.values.uri
  preview_orders_uri = ephemeral.automat_connection.preview.members["orders"].uri
}
