package dev.automat.provisioner.gcp.account;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sqladmin.SQLAdmin;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one project, made when they are first used: to find credentials may mean to ask
 * the metadata server, which opening the plugin must not.
 */
final class ProjectClients implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Well below the deadline of a call of the SPI, which may need several of these. */
  private static final Duration READ = Duration.ofSeconds(20);

  /** Once more, with a new token, after Google refused the one that was sent. */
  private static final int REPEATS = 1;

  private final AccountSettings account;
  private final GcpConfiguration configuration;
  private final HttpTransport http;
  private final Optional<Ceiling> ceiling;
  private @Nullable GoogleCredentials credentials;
  private @Nullable SQLAdmin sql;
  private final Supplier<GrpcThreads> threads;
  private final Map<GcpService, GrpcLink> links = new EnumMap<>(GcpService.class);

  /**
   * @param threads of all projects; asked for with the first link
   */
  ProjectClients(
      AccountSettings account,
      GcpConfiguration configuration,
      HttpTransport http,
      Supplier<GrpcThreads> threads,
      InstantSource clock) {
    this.account = account;
    this.configuration = configuration;
    this.http = http;
    this.threads = threads;
    this.ceiling =
        account
            .callsPerMinute()
            .map(
                most ->
                    new Ceiling(
                        "provisioners.gcp.accounts." + account.name() + ".callsPerMinute",
                        most,
                        clock));
  }

  Optional<URI> endpoint(GcpService service) {
    return configuration.endpoint(service);
  }

  /** Empty for a fake. */
  Optional<GoogleCredentials> credentials(GcpService service) {
    return endpoint(service).isPresent() ? Optional.empty() : Optional.of(credentials());
  }

  private synchronized GoogleCredentials credentials() {
    @Nullable GoogleCredentials known = credentials;
    if (known == null) {
      known = GcpCredentials.of(account);
      credentials = known;
    }
    return known;
  }

  synchronized SQLAdmin sql() {
    @Nullable SQLAdmin known = sql;
    if (known == null) {
      known = newSql();
      sql = known;
    }
    return known;
  }

  synchronized GrpcLink link(GcpService service, Function<GrpcThreads, GrpcLink> making) {
    return links.computeIfAbsent(service, _ -> making.apply(threads.get()));
  }

  @Override
  public synchronized void close() {
    links.values().forEach(GrpcLink::close);
    links.clear();
  }

  private SQLAdmin newSql() {
    Optional<HttpCredentialsAdapter> signing =
        credentials(GcpService.SQL_ADMIN).map(HttpCredentialsAdapter::new);
    SQLAdmin.Builder builder =
        new SQLAdmin.Builder(
                http, GsonFactory.getDefaultInstance(), request -> prepare(request, signing))
            .setApplicationName("automat");
    endpoint(GcpService.SQL_ADMIN).ifPresent(uri -> builder.setRootUrl(root(uri)));
    return builder.build();
  }

  /** Without repeats by the library: the engine repeats, and counts what it asks of the account. */
  private void prepare(HttpRequest request, Optional<HttpCredentialsAdapter> signing)
      throws IOException {
    countCall();
    if (signing.isPresent()) {
      signing.get().initialize(request);
    }
    // At the level CONFIG the library logs bodies, and with them passwords.
    request
        .setLoggingEnabled(false)
        .setCurlLoggingEnabled(false)
        .setConnectTimeout((int) CONNECT.toMillis())
        .setReadTimeout((int) READ.toMillis())
        .setNumberOfRetries(REPEATS)
        .setIOExceptionHandler(null);
  }

  void countCall() {
    ceiling.ifPresent(Ceiling::call);
  }

  private static String root(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text : text + "/";
  }
}
