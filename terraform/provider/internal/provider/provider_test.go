package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func configure(t *testing.T, texts map[string]string) provider.ConfigureResponse {
	t.Helper()
	automat := New("test")()
	var of provider.SchemaResponse
	automat.Schema(t.Context(), provider.SchemaRequest{}, &of)
	attributes := map[string]tftypes.Value{}
	for _, name := range []string{"endpoint", "token", "token_file", "manager"} {
		attributes[name] = tftypes.NewValue(tftypes.String, nil)
		if text, exists := texts[name]; exists {
			attributes[name] = tftypes.NewValue(tftypes.String, text)
		}
	}
	config := tfsdk.Config{Schema: of.Schema, Raw: tftypes.NewValue(of.Schema.Type().TerraformType(t.Context()), attributes)}
	var response provider.ConfigureResponse
	automat.Configure(t.Context(), provider.ConfigureRequest{Config: config}, &response)
	return response
}

func TestTheProviderIsConfiguredByAttributesOrTheEnvironment(t *testing.T) {
	t.Setenv("AUTOMAT_URL", "http://127.0.0.1:1")
	t.Setenv("AUTOMAT_MANAGER", "shop")
	response := configure(t, nil)
	got, ok := response.ResourceData.(*session)
	if !ok || got.client.Endpoint() != "http://127.0.0.1:1" || got.client.Manager() != "terraform:shop" {
		t.Errorf("the environment was not taken: %v", response.Diagnostics)
	}
	response = configure(t, map[string]string{"endpoint": "https://automat.example.com", "manager": "mail"})
	got, ok = response.ResourceData.(*session)
	if !ok || got.client.Endpoint() != "https://automat.example.com" || got.client.Manager() != "terraform:mail" {
		t.Errorf("the attributes did not win: %v", response.Diagnostics)
	}
}

func TestTheServerOfThisMachineIsAtThePortThatItWasGiven(t *testing.T) {
	for _, test := range []struct{ reason, port, url, want string }{
		{"nothing is said", "", "", "http://127.0.0.1:8080"},
		{"a blank is nothing", " ", "", "http://127.0.0.1:8080"},
		{"the variable that moves the server tells the provider", "8081", "", "http://127.0.0.1:8081"},
		{"any free port is none to find it at", "0", "", "http://127.0.0.1:8080"},
		{"an address wins", "8081", "http://127.0.0.1:1", "http://127.0.0.1:1"},
	} {
		t.Setenv("AUTOMAT_HTTP_PORT", test.port)
		t.Setenv("AUTOMAT_URL", test.url)
		got, ok := configure(t, nil).ResourceData.(*session)
		if !ok || got.client.Endpoint() != test.want {
			t.Errorf("%s: it is not %s", test.reason, test.want)
		}
	}
}

func TestTheProviderTellsWhatIsWrongWithItsConfiguration(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		reason string
		texts  map[string]string
		error  bool
		want   string
	}{
		{"a token on this machine is nobody's business", map[string]string{"endpoint": "http://localhost:8080", "token_file": file}, false, ""},
		{"a token through a network is read by others", map[string]string{"endpoint": "http://automat.example.com", "token_file": file}, false, "The token is sent in the clear"},
		{"a token that is not there is not left out in silence", map[string]string{"token_file": file + ".gone"}, true, "The token can not be read"},
		{"an address has a scheme", map[string]string{"endpoint": "automat.example.com"}, true, "The endpoint is no address"},
		{"a manager goes into a header", map[string]string{"manager": "the shop"}, true, "The manager can not be sent"},
	} {
		response := configure(t, test.texts)
		var said []string
		for _, each := range response.Diagnostics {
			said = append(said, each.Summary())
		}
		if got := strings.Join(said, ", "); got != test.want || response.Diagnostics.HasError() != test.error {
			t.Errorf("%s: it was told %q, and should be %q", test.reason, got, test.want)
		}
	}
}
