import {
  to = automat_database.orders
  id = "payments/databases/orders"
}
