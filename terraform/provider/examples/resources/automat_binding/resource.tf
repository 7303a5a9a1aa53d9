resource "automat_binding" "checkout" {
  resource = automat_database.orders.id
  consumer = "checkout"
  access   = "readwrite"
}

# The application's own user and secret, for what needs them here.
ephemeral "automat_connection" "checkout" {
  id = automat_binding.checkout.id
}
