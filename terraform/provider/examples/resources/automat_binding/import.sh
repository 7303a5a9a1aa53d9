# team/kind/name/consumer
terraform import automat_binding.checkout payments/databases/orders/checkout
