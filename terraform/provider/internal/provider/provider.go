// Package provider is what Terraform sees of Automat: one implementation of a vended resource that all kinds share, data
// sources, and the connection, which never gets into a state.
package provider

import (
	"context"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	tfaddr "github.com/hashicorp/terraform-registry-address"

	"automat.dev/terraform-provider-automat/internal/client"
)

const (
	loopback        = "http://127.0.0.1:"
	defaultEndpoint = loopback + "8080"
)

type automat struct {
	version string
}

// New makes providers of that version.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &automat{version: version} }
}

// Address is where Terraform looks for the provider if a configuration says automat/automat.
func Address() string {
	return string(tfaddr.DefaultProviderRegistryHost) + "/automat/automat"
}

func (a *automat) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "automat"
	resp.Version = a.version
}

func (a *automat) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Databases, queues and caches from Automat, an infrastructure vending API, one by one or several as a stack.",
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Address of the server. Default: the environment variable `AUTOMAT_URL`, or else this machine at the port in `AUTOMAT_HTTP_PORT`, without that `" + defaultEndpoint + "`.",
			},
			"token": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				MarkdownDescription: "Bearer token. Default: the environment variable `AUTOMAT_TOKEN`.",
			},
			"token_file": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "File with the bearer token, such as `.automat/token` of an embedded server. Default: the environment variable `AUTOMAT_TOKEN_FILE`. `token` wins.",
			},
			"manager": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Name of this configuration, such as its repository. Automat keeps `terraform:<manager>` with each resource, and refuses writes " +
					"by another manager. It must stay the same, and differ from that of other configurations. Default: the environment variable `AUTOMAT_MANAGER`, " +
					"or else `TFC_WORKSPACE_SLUG`, which HCP Terraform sets, or else `default`.",
			},
		},
	}
}

type configuration struct {
	Endpoint  types.String `tfsdk:"endpoint"`
	Token     types.String `tfsdk:"token"`
	TokenFile types.String `tfsdk:"token_file"`
	Manager   types.String `tfsdk:"manager"`
}

func (a *automat) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config configuration
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if config.Endpoint.IsUnknown() || config.Token.IsUnknown() || config.TokenFile.IsUnknown() || config.Manager.IsUnknown() {
		resp.Diagnostics.AddWarning("Automat is not known yet",
			"The provider's configuration depends on what is only known after the apply. Until then nothing is checked by the server.")
		return
	}
	endpoint := first(config.Endpoint, "AUTOMAT_URL", endpointHere())
	token := readToken(config, &resp.Diagnostics)
	checkEndpoint(endpoint, token, &resp.Diagnostics)
	manager := first(config.Manager, "AUTOMAT_MANAGER", firstSet(os.Getenv("TFC_WORKSPACE_SLUG"), "default"))
	checkManager(manager, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	session := &session{client: client.New(client.Options{
		Endpoint:  endpoint,
		Token:     token,
		Manager:   "terraform:" + manager,
		UserAgent: "terraform-provider-automat/" + a.version + " Terraform/" + req.TerraformVersion,
	})}
	resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = session, session, session
}

// first is the attribute, or the variable, or the default.
func first(attribute types.String, variable, otherwise string) string {
	return firstSet(attribute.ValueString(), os.Getenv(variable), otherwise)
}

// endpointHere is this machine's server, at the port that the same variable gives it. 0 is any free one, which it does not tell.
func endpointHere() string {
	if port := strings.TrimSpace(os.Getenv("AUTOMAT_HTTP_PORT")); port != "" && port != "0" {
		return loopback + port
	}
	return defaultEndpoint
}

func firstSet(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func readToken(config configuration, diags *diag.Diagnostics) string {
	token := first(config.Token, "AUTOMAT_TOKEN", "")
	file := first(config.TokenFile, "AUTOMAT_TOKEN_FILE", "")
	if token != "" || file == "" {
		return token
	}
	text, err := os.ReadFile(file)
	if err != nil {
		diags.AddAttributeError(path.Root("token_file"), "The token can not be read",
			err.Error()+"\n\nWhat to do: name a file that Terraform may read, or set token (AUTOMAT_TOKEN) instead")
	}
	return strings.TrimSpace(string(text))
}

func checkEndpoint(endpoint, token string, diags *diag.Diagnostics) {
	address, err := url.Parse(endpoint)
	if err != nil || (address.Scheme != "http" && address.Scheme != "https") || address.Host == "" {
		diags.AddAttributeError(path.Root("endpoint"), "The endpoint is no address",
			"It is "+endpoint+".\n\nWhat to do: write it as http://127.0.0.1:8080 or https://automat.example.com")
		return
	}
	if token != "" && address.Scheme == "http" && !isLoopback(address.Hostname()) {
		diags.AddAttributeWarning(path.Root("endpoint"), "The token is sent in the clear",
			"Whoever is between here and "+address.Host+" can read it.\n\nWhat to do: use https")
	}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// checkManager holds it to what metadata.managedBy takes.
func checkManager(manager string, diags *diag.Diagnostics) {
	for _, r := range manager {
		if r < '!' || r > '~' {
			diags.AddAttributeError(path.Root("manager"), "The manager can not be sent",
				"It is "+manager+".\n\nWhat to do: use letters, digits and signs of ASCII, without blanks")
			return
		}
	}
	if len(manager) > 200 {
		diags.AddAttributeError(path.Root("manager"), "The manager is too long", "What to do: use at most 200 characters")
	}
}

func (a *automat) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newDatabase, newQueue, newCache, newStack, newGeneric, newBinding}
}

func (a *automat) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newResourceData, newStackData, newKindData, newModuleData, newPlanData}
}

func (a *automat) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newConnection}
}
