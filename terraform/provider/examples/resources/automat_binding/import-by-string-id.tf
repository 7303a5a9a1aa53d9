import {
  to = automat_binding.checkout
  id = "payments/databases/orders/checkout"
}
