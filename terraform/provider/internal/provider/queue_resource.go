package provider

import "github.com/hashicorp/terraform-plugin-framework/resource"

var queue = kind{
	suffix:      "queue",
	name:        "Queue",
	plural:      "queues",
	description: "A message queue: SQS on AWS and on this machine, Pub/Sub on Google Cloud.",
}

func newQueue() resource.Resource {
	return &vended{form: queue}
}
