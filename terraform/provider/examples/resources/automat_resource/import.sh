# team/kind/name
terraform import automat_resource.events payments/queues/events
