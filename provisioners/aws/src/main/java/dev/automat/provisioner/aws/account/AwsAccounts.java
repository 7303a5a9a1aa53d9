package dev.automat.provisioner.aws.account;

import dev.automat.provisioner.aws.account.AccountSettings.RegionSettings;
import dev.automat.provisioner.aws.account.AccountSettings.Role;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Tag;

/** The configured accounts. Nothing is asked of AWS before the first {@link #place}. */
public final class AwsAccounts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AwsAccounts.class);

  private final AwsConfiguration configuration;
  private final String installation;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(Duration.ofSeconds(5))
          .socketTimeout(Duration.ofSeconds(20))
          .build();
  private final ConcurrentMap<Where, Opened> opened = new ConcurrentHashMap<>();

  /**
   * @param installation id of the Automat installation, which names the sessions of assumed roles
   */
  public AwsAccounts(AwsConfiguration configuration, String installation) {
    this.configuration = configuration;
    this.installation = installation;
  }

  private record Where(String account, String region) {}

  private record Opened(
      Place place, ConfirmedCredentials credentials, List<AutoCloseable> toClose) {}

  /**
   * The place that is meant, once AWS has confirmed that its credentials are of that account.
   *
   * @throws ProvisionerException of type USER if the configuration has no such account or region,
   *     or the credentials are of another account; of type EXTERNAL or THROTTLED if AWS could not
   *     be asked
   */
  public Place place(Scope scope) {
    Where where = new Where(scope.account(), scope.region());
    Opened found = opened.get(where);
    if (found == null) {
      found = opened.computeIfAbsent(where, this::open);
    }
    found.credentials.confirm();
    return found.place;
  }

  /** Certificates of authorities of databases, if whoever answers there is to be checked. */
  public Optional<Path> databaseCaFile() {
    return configuration.databaseCaFile();
  }

  /**
   * Whether the configuration names the key for a region. A key's ARN holds its account and region,
   * so that it is not mistaken for that of another place.
   */
  public boolean isKeyOfARegion(String keyArn) {
    return configuration.accounts().values().stream()
        .flatMap(account -> account.regions().values().stream())
        .flatMap(region -> region.kmsKeyArn().stream())
        .anyMatch(keyArn::equals);
  }

  private Opened open(Where where) {
    AccountSettings account = account(where.account);
    RegionSettings settings = region(account, where.region);
    List<AutoCloseable> toClose = new ArrayList<>();
    AwsCredentialsProvider credentials = credentials(account, where.region, toClose);
    StsClient sts = ServiceClients.sts(credentials, where.region, http, configuration.endpoint());
    ServiceClients clients =
        ServiceClients.of(credentials, where.region, http, configuration.endpoint());
    toClose.addAll(List.of(sts, clients));
    return new Opened(
        new Place(account, where.region, settings, clients),
        new ConfirmedCredentials(account, credentials, sts),
        List.copyOf(toClose));
  }

  private AccountSettings account(String name) {
    @Nullable AccountSettings account = configuration.accounts().get(name);
    if (account == null) {
      throw notConfigured(
          "there is no AWS account " + name,
          "provisioners.aws.accounts." + name,
          configuration.accounts());
    }
    return account;
  }

  private static RegionSettings region(AccountSettings account, String region) {
    @Nullable RegionSettings settings = account.regions().get(region);
    if (settings == null) {
      throw notConfigured(
          "AWS account " + account.name() + " has no region " + region,
          "provisioners.aws.accounts." + account.name() + ".regions." + region,
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

  private AwsCredentialsProvider credentials(
      AccountSettings account, String region, List<AutoCloseable> toClose) {
    DefaultCredentialsProvider own = DefaultCredentialsProvider.builder().build();
    toClose.add(own);
    return account
        .role()
        .<AwsCredentialsProvider>map(role -> assumed(role, own, region, toClose))
        .orElse(own);
  }

  private AwsCredentialsProvider assumed(
      Role role, AwsCredentialsProvider own, String region, List<AutoCloseable> toClose) {
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder()
            .roleArn(role.arn())
            .roleSessionName("automat-" + installation)
            .tags(
                role.sessionTags().entrySet().stream()
                    .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                    .toList());
    role.externalId().ifPresent(request::externalId);
    StsClient sts = ServiceClients.sts(own, region, http, configuration.endpoint());
    StsAssumeRoleCredentialsProvider assumed =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(request.build())
            .build();
    toClose.addAll(List.of(assumed, sts));
    return assumed;
  }

  /** Closes what was opened, and the connections that all of it shares. */
  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>();
    opened.values().forEach(each -> all.addAll(each.toClose));
    all.add(http);
    all.forEach(AwsAccounts::close);
  }

  /** One that can not be closed keeps no other from it. */
  private static void close(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      log.warn("{} could not be closed", each, e);
    }
  }
}
