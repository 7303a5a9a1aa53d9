package generate

// Files is what is generated from a served contract, by the name of the file in internal/contract.
func Files(openAPI []byte) (map[string][]byte, error) {
	contract, err := Parse(openAPI)
	if err != nil {
		return nil, err
	}
	fixture, err := contract.JSON()
	if err != nil {
		return nil, err
	}
	models, err := contract.Models()
	if err != nil {
		return nil, err
	}
	inputs, err := contract.InputSource()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"contract.json": fixture, "models.go": models, "inputs.go": inputs}, nil
}
