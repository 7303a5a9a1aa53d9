// Package acctest starts a real Automat for tests, the generator and the benchmark: the embedded store, the provisioner
// local, a free port and a folder of its own, all gone when it is stopped.
package acctest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// startLimit is for a busy machine, and for the build that `automat up` may have to make.
const startLimit = 10 * time.Minute

var upLine = regexp.MustCompile(`^Automat is up at (http://\S+?) after`)

// Options of a server.
type Options struct {
	// Catalog is a folder of modules; empty: those that come with Automat.
	Catalog string
}

// Server is a running Automat.
type Server struct {
	URL string
	// Token to call it with; empty if it asks for none.
	Token string
	// Data is the folder in which it keeps what it knows, such as the token.
	Data string

	process *exec.Cmd
	exited  chan struct{}
	log     *tail
}

// Start starts a server and waits until it answers.
func Start(ctx context.Context, options Options) (*Server, error) {
	data, err := os.MkdirTemp("", "automat-terraform-")
	if err != nil {
		return nil, err
	}
	server := &Server{Data: data, exited: make(chan struct{}), log: &tail{}}
	if err := server.start(ctx, options); err != nil {
		server.Stop()
		return nil, fmt.Errorf("no Automat to test against: %w; what it said:\n%s", err, server.log)
	}
	return server, nil
}

func (s *Server) start(ctx context.Context, options Options) error {
	home := Home()
	s.process = exec.Command(filepath.Join(home, "automat"), "up")
	s.process.Dir = s.Data
	s.process.Env = s.environment(options)
	// A group of its own, so that Stop ends what the script starts, too.
	s.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	reader, writer, err := os.Pipe()
	if err != nil {
		return err
	}
	s.process.Stdout, s.process.Stderr = writer, writer
	if err := s.process.Start(); err != nil {
		return err
	}
	writer.Close()
	up := make(chan string, 1)
	go s.listen(reader, up)
	go func() {
		// How it ended stands in its log.
		_ = s.process.Wait()
		close(s.exited)
	}()
	select {
	case s.URL = <-up:
		return s.readToken()
	case <-s.exited:
		return errors.New("it ended while it started")
	case <-time.After(startLimit):
		return fmt.Errorf("it did not start within %s", startLimit)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// environment is that of this process, without what would configure another Automat.
func (s *Server) environment(options Options) []string {
	var environment []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "AUTOMAT_") || strings.HasPrefix(variable, "AUTOMAT_JAVA_") {
			environment = append(environment, variable)
		}
	}
	// Whether this machine has a Redis must make no difference.
	environment = append(environment, "AUTOMAT_HTTP_PORT=0", "AUTOMAT_DATA_DIR="+s.Data, "AUTOMAT_PROVISIONERS_LOCAL_REDIS_PROGRAM=/none")
	if options.Catalog != "" {
		environment = append(environment, "AUTOMAT_CATALOG_DIR="+options.Catalog)
	}
	return environment
}

func (s *Server) listen(output io.Reader, up chan<- string) {
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		s.log.add(lines.Text())
		if found := upLine.FindStringSubmatch(lines.Text()); found != nil {
			up <- found[1]
		}
	}
}

// readToken takes the token that a server with authentication writes for those who share its machine.
func (s *Server) readToken() error {
	text, err := os.ReadFile(filepath.Join(s.Data, "token"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	s.Token = strings.TrimSpace(string(text))
	return err
}

// Stop ends the server and removes what it kept.
func (s *Server) Stop() {
	if s.process != nil && s.process.Process != nil {
		_ = syscall.Kill(-s.process.Process.Pid, syscall.SIGTERM)
		select {
		case <-s.exited:
		case <-time.After(30 * time.Second):
			_ = syscall.Kill(-s.process.Process.Pid, syscall.SIGKILL)
			<-s.exited
		}
	}
	os.RemoveAll(s.Data)
}

// Get is the body at a path; anything but 200 is an error.
func (s *Server) Get(ctx context.Context, path string) ([]byte, error) {
	status, body, err := s.Do(ctx, http.MethodGet, path, "", nil)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("GET %s was answered with %d: %s", path, status, body)
	}
	return body, err
}

// Do sends a request as somebody else than Terraform would.
func (s *Server) Do(ctx context.Context, method, path, body string, header http.Header) (int, []byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, s.URL+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	for name, values := range header {
		request.Header[name] = values
	}
	request.Header.Set("Content-Type", "application/json")
	if s.Token != "" {
		request.Header.Set("Authorization", "Bearer "+s.Token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, text, err
}

// Home is the folder of the clone that this file is in.
func Home() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..", "..")
}

// tail keeps the last lines of a log.
type tail struct {
	mutex sync.Mutex
	lines []string
}

func (t *tail) add(line string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.lines = append(t.lines, line)
	if len(t.lines) > 50 {
		t.lines = t.lines[1:]
	}
}

func (t *tail) String() string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return strings.Join(t.lines, "\n")
}
