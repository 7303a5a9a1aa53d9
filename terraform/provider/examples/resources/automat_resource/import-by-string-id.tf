import {
  to = automat_resource.events
  id = "payments/queues/events"
}
