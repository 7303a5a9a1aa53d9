package acctest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// Terraform is the path of the program; empty if there is none on this machine.
func Terraform() string {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	path, err := exec.LookPath("terraform")
	if err != nil {
		return ""
	}
	return path
}

var build = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "automat-provider-")
	if err != nil {
		return "", err
	}
	command := exec.Command("go", "build", "-o", filepath.Join(folder, "terraform-provider-automat"), ".")
	command.Dir = filepath.Join(Home(), "terraform", "provider")
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("the provider can not be built: %w\n%s", err, output)
	}
	return folder, nil
})

// RemoveBuild removes the provider that was built for workspaces, if it was.
func RemoveBuild() {
	if folder, err := build(); err == nil {
		os.RemoveAll(folder)
	}
}

// Workspace is a folder in which the real program runs with the provider as it is built here, as a user's would.
type Workspace struct {
	Folder      string
	environment []string
}

// NewWorkspace makes one in an empty folder. Its provider calls the server at that address.
func NewWorkspace(folder, url, token string) (*Workspace, error) {
	provider, err := build()
	if err != nil {
		return nil, err
	}
	configuration := filepath.Join(folder, "terraform.rc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"automat/automat\" = %q\n  }\n  direct {}\n}\n", provider)
	if err := os.WriteFile(configuration, []byte(text), 0o600); err != nil {
		return nil, err
	}
	environment := append(os.Environ(), "TF_CLI_CONFIG_FILE="+configuration, "TF_IN_AUTOMATION=1", "AUTOMAT_URL="+url, "AUTOMAT_TOKEN="+token)
	return &Workspace{Folder: folder, environment: environment}, nil
}

// Write writes a file of the configuration.
func (w *Workspace) Write(name, text string) error {
	path := filepath.Join(w.Folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// Command is the program with these arguments, not yet started.
func (w *Workspace) Command(ctx context.Context, arguments ...string) *exec.Cmd {
	return w.program(ctx, Terraform(), arguments...)
}

// Shell is a script run beside the configuration, with terraform on its path.
func (w *Workspace) Shell(ctx context.Context, script string) *exec.Cmd {
	command := w.program(ctx, "sh", "-e", script)
	command.Env = append(command.Env, pathWithTerraform())
	return command
}

// Bare is a script run in a folder as a new user would run it: what it needs beside terraform, it has to say itself.
func Bare(ctx context.Context, folder, script string, variables ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, "sh", "-e", "-c", script)
	command.Dir = folder
	command.Env = append(append(os.Environ(), "TF_IN_AUTOMATION=1", "TF_CLI_ARGS=-no-color", pathWithTerraform()), variables...)
	return command
}

func pathWithTerraform() string {
	return "PATH=" + filepath.Dir(Terraform()) + string(os.PathListSeparator) + os.Getenv("PATH")
}

func (w *Workspace) program(ctx context.Context, name string, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, name, arguments...)
	command.Dir = w.Folder
	command.Env = append([]string(nil), w.environment...)
	return command
}

// Run runs the program and answers with all that it said.
func (w *Workspace) Run(ctx context.Context, arguments ...string) (string, error) {
	command := w.Command(ctx, append(arguments, "-no-color")...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	if err := command.Run(); err != nil {
		return output.String(), fmt.Errorf("terraform %s: %w\n%s", strings.Join(arguments, " "), err, output.String())
	}
	return output.String(), nil
}

// State is the text of the state file.
func (w *Workspace) State() (string, error) {
	text, err := os.ReadFile(filepath.Join(w.Folder, "terraform.tfstate"))
	return string(text), err
}
