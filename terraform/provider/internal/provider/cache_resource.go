package provider

import "github.com/hashicorp/terraform-plugin-framework/resource"

var cache = kind{
	suffix: "cache",
	name:   "Cache",
	plural: "caches",
	description: "A key-value store in memory that speaks the Redis protocol, over TLS and with a password. The password is never in the plan or the state: " +
		"applications take it from the ephemeral `automat_connection`.",
}

func newCache() resource.Resource {
	return &vended{form: cache}
}
