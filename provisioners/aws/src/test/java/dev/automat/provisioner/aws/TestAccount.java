package dev.automat.provisioner.aws;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.AwsConfiguration;
import dev.automat.provisioner.aws.account.Place;
import dev.automat.spi.Scope;
import dev.automat.testkit.aws.MotoAccount;
import dev.automat.testkit.aws.MotoServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An account that nobody else has: moto makes one for each account of which a role is assumed.
 *
 * <p>It is configured as {@link #NAME} with one region, two subnets that exist there, a security
 * group and a key; neither of the latter is checked by moto.
 */
public final class TestAccount implements AutoCloseable {

  /** Its name in the configuration. */
  public static final String NAME = "kit";

  public static final String REGION = "eu-central-1";
  public static final String INSTALLATION = "kit-installation";

  private static final String KEY = "AKIATESTTESTTESTTEST";

  private final Scope scope;
  private final String id;
  private final AwsAccounts direct;
  private final List<String> subnets;

  /**
   * @param moto the stand-in itself, past every disruption
   */
  public TestAccount(MotoServer moto) {
    useTestCredentials();
    MotoAccount account = MotoAccount.in(moto);
    scope = new Scope(NAME, REGION, INSTALLATION);
    id = account.id();
    subnets = account.subnets(REGION);
    direct = new AwsAccounts(AwsConfiguration.of(configuration(moto.endpoint())), INSTALLATION);
  }

  private TestAccount(Map<String, Object> configuration, Scope scope) {
    AwsConfiguration parsed = AwsConfiguration.of(configuration);
    this.scope = scope;
    id =
        Optional.ofNullable(parsed.accounts().get(scope.account()))
            .orElseThrow(() -> new IllegalArgumentException("no account " + scope.account()))
            .id();
    subnets = List.of();
    direct = new AwsAccounts(parsed, scope.installation());
  }

  /**
   * One that is there already, of AWS itself or of a stand-in.
   *
   * @param configuration of the plugin, which names it
   * @param scope the account, its region, and the installation that everything will be tagged with
   */
  public static TestAccount configured(Map<String, Object> configuration, Scope scope) {
    return new TestAccount(configuration, scope);
  }

  /** Puts some where the SDK's default chain looks first: what this machine has is not used. */
  public static void useTestCredentials() {
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", "test");
  }

  /** Its 12 digits. */
  public String id() {
    return id;
  }

  /** What the plugin's configuration says to reach the account at the endpoint. */
  public Map<String, Object> configuration(URI endpoint) {
    return configuration(endpoint, subnets);
  }

  /** The same with other subnets. */
  public Map<String, Object> configuration(URI endpoint, List<String> subnetIds) {
    return Map.of(
        "endpoint",
        endpoint.toString(),
        "accounts",
        Map.of(
            NAME,
            Map.of(
                "id",
                id(),
                "role",
                Map.of("arn", roleArn()),
                "regions",
                Map.of(
                    REGION,
                    Map.of(
                        "subnetIds", subnetIds,
                        "securityGroupIds", List.of("sg-0123456789abcdef0"),
                        "kmsKeyArn", key("region"))))));
  }

  /** The ARN of a key that the account could have. */
  public String key(String name) {
    return "arn:aws:kms:%s:%s:key/%s".formatted(REGION, id(), name);
  }

  String roleArn() {
    return "arn:aws:iam::%s:role/automat".formatted(id);
  }

  public Scope scope() {
    return scope;
  }

  /** The clients of the account and region, past every disruption. */
  public Place place() {
    return direct.place(scope);
  }

  @Override
  public void close() {
    direct.close();
  }
}
