package dev.automat.provisioner.gcp.account;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import dev.automat.provisioner.gcp.account.AccountSettings.RegionSettings;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Scope;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured accounts. Nothing is asked of Google before the first call at a place. */
public final class GcpAccounts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GcpAccounts.class);

  private final GcpConfiguration configuration;
  private final InstantSource clock;
  private final HttpTransport http = new NetHttpTransport();
  private final ConcurrentMap<String, ProjectClients> clients = new ConcurrentHashMap<>();
  private Optional<GrpcThreads> threads = Optional.empty();
  private boolean closed;

  /**
   * @param clock by which the ceilings of the configuration are kept
   */
  public GcpAccounts(GcpConfiguration configuration, InstantSource clock) {
    this.configuration = configuration;
    this.clock = clock;
  }

  /**
   * The place that is meant.
   *
   * @throws ProvisionerException of type USER if the configuration has no such account or region,
   *     of type EXTERNAL if this is closed
   */
  public Place place(Scope scope) {
    requireOpen();
    AccountSettings account = account(scope.account());
    RegionSettings region = region(account, scope.region());
    return new Place(
        account,
        scope.region(),
        region,
        clients.computeIfAbsent(
            account.name(),
            _ -> new ProjectClients(account, configuration, http, this::threads, clock)));
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE, "the provisioner gcp is closed", "start Automat again");
    }
  }

  /** Also asked by a place of before it was closed: nobody would end those that it began then. */
  private synchronized GrpcThreads threads() {
    requireOpen();
    GrpcThreads known = threads.orElseGet(GrpcThreads::new);
    threads = Optional.of(known);
    return known;
  }

  private synchronized Optional<GrpcThreads> noMoreThreads() {
    closed = true;
    return threads;
  }

  /** By which all of it keeps time. */
  public InstantSource clock() {
    return clock;
  }

  private AccountSettings account(String name) {
    @Nullable AccountSettings account = configuration.accounts().get(name);
    if (account == null) {
      throw notConfigured(
          "there is no GCP account " + name,
          "provisioners.gcp.accounts." + name,
          configuration.accounts());
    }
    return account;
  }

  private static RegionSettings region(AccountSettings account, String region) {
    @Nullable RegionSettings settings = account.regions().get(region);
    if (settings == null) {
      throw notConfigured(
          "GCP account " + account.name() + " has no region " + region,
          "provisioners.gcp.accounts." + account.name() + ".regions." + region,
          account.regions());
    }
    return settings;
  }

  private static ProvisionerException notConfigured(
      String what, String key, Map<String, ?> configured) {
    List<String> names = configured.keySet().stream().sorted().toList();
    return new ProvisionerException(
        ErrorCode.DENIED,
        what + "; configured are " + names,
        "add " + key + " to the platform configuration, or correct the placement");
  }

  @Override
  public void close() {
    Optional<GrpcThreads> begun = noMoreThreads();
    clients.values().forEach(ProjectClients::close);
    begun.ifPresent(GrpcThreads::close);
    try {
      http.shutdown();
    } catch (IOException e) {
      log.warn("the connections to Google could not be closed", e);
    }
  }
}
