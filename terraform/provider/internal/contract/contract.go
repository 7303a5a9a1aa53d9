// Package contract holds what the provider knows of Automat's HTTP contract. All of it but this file is generated from
// what a server serves; a test compares it with a running one.
package contract

//go:generate go run ../generate/cmd

// Input is an input of a kind.
type Input struct {
	// Name in the catalogue, such as storageGiB.
	Name string
	// Attribute is the name in Terraform, such as storage_gib.
	Attribute string
	// Type as JSON Schema says it: string, integer, number or boolean.
	Type        string
	Description string
}
