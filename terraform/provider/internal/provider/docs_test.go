package provider

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"automat.dev/terraform-provider-automat/internal/docs"
)

func TestThePagesAreThoseOfTheSchema(t *testing.T) {
	t.Parallel()
	needsTerraform(t)
	generated, err := docs.Generate(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	stands, now := filesIn(t, filepath.Join("..", "..", "docs")), filesIn(t, generated)
	if len(now) == 0 {
		t.Fatal("no page was generated")
	}
	for name, text := range now {
		if stands[name] != text {
			t.Errorf("docs/%s is not what the schema and the examples say: run go generate . in terraform/provider; %s", name, firstDifference(stands[name], text))
		}
	}
	for name := range stands {
		if _, generated := now[name]; !generated {
			t.Errorf("docs/%s stands for nothing any more: run go generate . in terraform/provider", name)
		}
	}
}

func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
