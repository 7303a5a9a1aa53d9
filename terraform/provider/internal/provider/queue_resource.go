package provider

import "github.com/hashicorp/terraform-plugin-framework/resource"

var queue = kind{
	suffix:      "queue",
	name:        "Queue",
	plural:      "queues",
	description: "A message queue that speaks the SQS protocol.",
}

func newQueue() resource.Resource {
	return &vended{kind: queue}
}
