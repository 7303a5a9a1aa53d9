package dev.automat.provisioner.gcp.account;

import com.google.api.services.sqladmin.SQLAdmin;
import com.google.auth.oauth2.GoogleCredentials;
import dev.automat.provisioner.gcp.account.AccountSettings.RegionSettings;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.net.URI;
import java.util.Optional;

/** A region of an account, and the ways to reach Google's services there. */
public final class Place {

  private final AccountSettings account;
  private final String region;
  private final RegionSettings settings;
  private final ProjectClients clients;

  Place(AccountSettings account, String region, RegionSettings settings, ProjectClients clients) {
    this.account = account;
    this.region = region;
    this.settings = settings;
    this.clients = clients;
  }

  /** Id of the project: every call names it, so that none is made in another. */
  public String project() {
    return account.project();
  }

  /**
   * Number of the project.
   *
   * @throws ProvisionerException of type USER if it is not configured
   */
  public String projectNumber() {
    return account
        .projectNumber()
        .orElseThrow(
            () ->
                new ProvisionerException(
                    ErrorCode.INVALID_SETTINGS,
                    "the number of project %s is not configured".formatted(account.project()),
                    "set provisioners.gcp.accounts.%s.projectNumber in the platform configuration to what `gcloud projects describe %s --format='value(projectNumber)'` says"
                        .formatted(account.name(), account.project())));
  }

  /** The account's name in the platform configuration. */
  public String accountName() {
    return account.name();
  }

  /** Google's name of the region. */
  public String region() {
    return region;
  }

  /** What the platform team prepared in the region. */
  public RegionSettings settings() {
    return settings;
  }

  /** Where the region stands in the platform configuration, for next steps. */
  public String configurationKey() {
    return "provisioners.gcp.accounts.%s.regions.%s".formatted(account.name(), region);
  }

  /** A page of the console, such as {@code sql/instances/orders/overview}. */
  public String consoleLink(String page) {
    return "https://console.cloud.google.com/%s?project=%s".formatted(page, account.project());
  }

  /** The Cloud SQL Admin API. Each call is counted against the account's ceiling. */
  public SQLAdmin sql() {
    return clients.sql();
  }

  /** What a client of one of Google's gRPC services is made of, for the service. */
  public Connection connection(GcpService service) {
    return new Connection(clients.endpoint(service), clients.credentials(service));
  }

  /**
   * The one link of the account to a gRPC service. Its calls are counted against the account's
   * ceiling.
   *
   * @param googles where Google has the service, as {@code host:port}
   */
  public GrpcLink link(GcpService service, String googles) {
    return clients.link(
        service, threads -> new GrpcLink(connection(service), googles, this::countCall, threads));
  }

  /** Counts one call of a gRPC service against the account's ceiling. */
  public void countCall() {
    clients.countCall();
  }

  /**
   * How a service is reached.
   *
   * @param endpoint of a fake on this machine, without TLS; empty for Google's own
   * @param credentials empty for a fake
   */
  public record Connection(Optional<URI> endpoint, Optional<GoogleCredentials> credentials) {}
}
