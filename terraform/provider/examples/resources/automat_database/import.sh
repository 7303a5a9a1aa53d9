# team/kind/name
terraform import automat_database.orders payments/databases/orders
