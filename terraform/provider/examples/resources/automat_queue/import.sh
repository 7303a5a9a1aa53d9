# team/kind/name
terraform import automat_queue.mails payments/queues/mails
