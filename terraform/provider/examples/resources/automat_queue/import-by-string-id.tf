import {
  to = automat_queue.mails
  id = "payments/queues/mails"
}
