package dev.automat.provisioner.aws.localstack;

import dev.automat.provisioner.aws.BackDoor;
import dev.automat.provisioner.aws.DirectHarness;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.spi.Scope;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** One LocalStack for all tests of this Java machine. Testcontainers ends it with the machine. */
public final class LocalStack {

  /** Why nothing was run, for those who read the reports. */
  static final String NO_ENGINE =
      "no Docker engine: the conformance kit did not run against LocalStack";

  /** The last image that starts without a token; see localstack/README.md. */
  private static final String IMAGE = "localstack/localstack:4.14.0";

  /** What LocalStack calls the account of keys that name none. */
  private static final String ACCOUNT_ID = "000000000000";

  private static @Nullable LocalStackContainer running;

  private LocalStack() {}

  private static synchronized LocalStackContainer running() {
    if (running == null) {
      LocalStackContainer container =
          new LocalStackContainer(
                  DockerImageName.parse(setting("LOCALSTACK_IMAGE", IMAGE))
                      .asCompatibleSubstituteFor("localstack/localstack"))
              .withServices("sqs", "sts", "resourcegroupstaggingapi")
              .withEnv("LOCALSTACK_AUTH_TOKEN", setting("LOCALSTACK_AUTH_TOKEN", ""));
      container.start();
      running = container;
    }
    return running;
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv().getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  /** A way for the kit to a type there. */
  static DirectHarness harness(Path directory, Function<TestAccount, BackDoor> backDoor) {
    TestAccount.useTestCredentials();
    return new DirectHarness(
        Map.of(
            "endpoint",
            running().getEndpoint().toString(),
            "accounts",
            Map.of(
                TestAccount.NAME,
                Map.of(
                    "id",
                    ACCOUNT_ID,
                    "regions",
                    Map.of(
                        TestAccount.REGION,
                        Map.of(
                            "kmsKeyArn",
                            "arn:aws:kms:%s:%s:key/region"
                                .formatted(TestAccount.REGION, ACCOUNT_ID)))))),
        new Scope(TestAccount.NAME, TestAccount.REGION, TestAccount.INSTALLATION),
        directory,
        backDoor);
  }
}
