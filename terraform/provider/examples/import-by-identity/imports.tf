# Terraform 1.12 and newer also find a resource by its identity.
import {
  to = automat_queue.mails
  identity = {
    team = "payments"
    kind = "queues"
    name = "mails"
  }
}

import {
  to = automat_binding.checkout
  identity = {
    team     = "payments"
    kind     = "databases"
    name     = "orders"
    consumer = "checkout"
  }
}

import {
  to = automat_stack.preview
  identity = {
    team = "payments"
    kind = "stacks"
    name = "pr-42"
  }
}
