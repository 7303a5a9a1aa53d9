// Command bench plans many managed resources that nothing changed, and prints the time and the calls of the API beside a
// plan of as many terraform_data resources, which call nobody.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"automat.dev/terraform-provider-automat/internal/acctest"
)

func main() {
	count := flag.Int("resources", 500, "how many resources are planned")
	rounds := flag.Int("rounds", 5, "how many times; the median is printed")
	flag.Parse()
	if err := run(context.Background(), *count, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, count, rounds int) error {
	if acctest.Terraform() == "" {
		return fmt.Errorf("there is no 'terraform' on the PATH: install Terraform 1.10 or newer, or name it in TF_ACC_TERRAFORM_PATH")
	}
	defer acctest.RemoveBuild()
	working, err := os.MkdirTemp("", "automat-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(working)
	server, err := acctest.Start(ctx, acctest.Options{})
	if err != nil {
		return err
	}
	defer server.Stop()
	proxy, err := acctest.NewProxy(server)
	if err != nil {
		return err
	}
	defer proxy.Stop()
	return measure(ctx, working, server.Token, proxy, count, rounds)
}

const queues = `
terraform {
  required_providers {
    automat = { source = "automat/automat" }
  }
}
resource "automat_queue" "bench" {
  count       = %d
  team        = "bench"
  name        = "bench-${count.index}"
  environment = "dev"
}
`

const data = `
resource "terraform_data" "bench" {
  count = %d
  input = { team = "bench", name = "bench-${count.index}", environment = "dev" }
}
`

func measure(ctx context.Context, working, token string, proxy *acctest.Proxy, count, rounds int) error {
	ours, err := applied(ctx, filepath.Join(working, "automat"), proxy.URL, token, fmt.Sprintf(queues, count))
	if err != nil {
		return err
	}
	proxy.Calls()
	others, err := applied(ctx, filepath.Join(working, "data"), proxy.URL, token, fmt.Sprintf(data, count))
	if err != nil {
		return err
	}
	var times, otherTimes []sample
	// In turns, so that a neighbour on the machine disturbs both.
	for range rounds {
		if times, err = planned(ctx, ours, times); err != nil {
			return err
		}
		if otherTimes, err = planned(ctx, others, otherTimes); err != nil {
			return err
		}
	}
	report(count, proxy.Calls()/int64(rounds), median(times), median(otherTimes))
	return nil
}

func applied(ctx context.Context, folder, url, token, configuration string) (*acctest.Workspace, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	workspace, err := acctest.NewWorkspace(folder, url, token)
	if err != nil {
		return nil, err
	}
	if err := workspace.Write("main.tf", configuration); err != nil {
		return nil, err
	}
	began := time.Now()
	if _, err := workspace.Run(ctx, "apply", "-auto-approve"); err != nil {
		return nil, err
	}
	fmt.Printf("%s: applied in %.1f s\n", filepath.Base(folder), time.Since(began).Seconds())
	return workspace, nil
}

func planned(ctx context.Context, workspace *acctest.Workspace, times []sample) ([]sample, error) {
	command := workspace.Command(ctx, "plan", "-detailed-exitcode", "-no-color")
	began := time.Now()
	// Exit code 2 would say that something is to be changed.
	if output, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("terraform plan: %w\n%s", err, output)
	}
	// Terraform waits for its providers, so their time is in its own.
	return append(times, sample{time.Since(began), command.ProcessState.UserTime() + command.ProcessState.SystemTime()}), nil
}

// sample is what one plan took.
type sample struct {
	wall, processor time.Duration
}

func median(times []sample) sample {
	wall, processor := make([]time.Duration, len(times)), make([]time.Duration, len(times))
	for i, time := range times {
		wall[i], processor[i] = time.wall, time.processor
	}
	slices.Sort(wall)
	slices.Sort(processor)
	return sample{wall[len(wall)/2], processor[len(processor)/2]}
}

func report(count int, calls int64, ours, others sample) {
	fmt.Printf("\nplan of %d resources without a change, on %d processors\n", count, runtime.NumCPU())
	fmt.Printf("  calls of the API   %d, which are %d beyond one for each   (budget: at most 10 beyond)\n", calls, calls-int64(count))
	fmt.Printf("  automat_queue      %.2f s, %.2f s of processor\n", ours.wall.Seconds(), ours.processor.Seconds())
	fmt.Printf("  terraform_data     %.2f s, %.2f s of processor\n", others.wall.Seconds(), others.processor.Seconds())
	fmt.Printf("  ratio              %.1f, %.1f of processor\n", ours.wall.Seconds()/others.wall.Seconds(), ours.processor.Seconds()/others.processor.Seconds())
}
