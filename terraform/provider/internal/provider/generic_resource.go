package provider

import "github.com/hashicorp/terraform-plugin-framework/resource"

var generic = kind{
	suffix: "resource",
	description: "A resource of any kind of the catalogue, such as one that your platform added. For databases, queues and caches there are resources " +
		"with typed inputs.",
}

func newGeneric() resource.Resource {
	return &vended{form: generic}
}
