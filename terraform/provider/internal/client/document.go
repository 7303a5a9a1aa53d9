package client

import (
	"bytes"
	"encoding/json"

	"automat.dev/terraform-provider-automat/internal/contract"
)

// Document is what the server says of a resource or of a stack. Of both it says the same in the same words; what only a
// stack has is beside that.
type Document struct {
	contract.Document
	// Stack is the whole document again; nil for a resource.
	Stack *contract.StackDocument
}

// UnmarshalJSON leaves numbers as they are written.
func (d *Document) UnmarshalJSON(text []byte) error {
	if err := decode(text, &d.Document); err != nil || d.Kind != "Stack" {
		return err
	}
	d.Stack = &contract.StackDocument{}
	return decode(text, d.Stack)
}

func decode(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(into)
}
