package provider

import "github.com/hashicorp/terraform-plugin-framework/resource"

var database = kind{
	suffix: "database",
	name:   "Database",
	plural: "databases",
	description: "A relational database of your own, with a role that owns it. Its password is never in the plan or the state: " +
		"applications take it from the ephemeral `automat_connection`.",
}

func newDatabase() resource.Resource {
	return &vended{form: database}
}
