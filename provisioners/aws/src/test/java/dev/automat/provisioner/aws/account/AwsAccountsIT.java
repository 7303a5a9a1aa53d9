package dev.automat.provisioner.aws.account;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.AwsStandIn;
import dev.automat.provisioner.aws.SkippingClock;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Scope;
import dev.automat.testkit.Disruption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Only the account that the configuration means is ever reached. */
@TestInstance(Lifecycle.PER_CLASS)
final class AwsAccountsIT {

  private final AwsStandIn aws = new AwsStandIn(new SkippingClock());
  private final TestAccount account = new TestAccount(aws.hostile().moto());
  private final AwsAccounts accounts = accounts(account.configuration(aws.endpoint()));

  @BeforeAll
  void reachesTheAccountAtAll() {
    assertEquals(account.id(), accounts.place(account.scope()).accountId());
  }

  @AfterEach
  void restore() {
    aws.hostile().restore();
  }

  @AfterAll
  void close() {
    accounts.close();
    account.close();
    aws.close();
  }

  @Test
  void theRolesAccountIsTheOneThatIsChanged() {
    String url =
        accounts.place(account.scope()).sqs().createQueue(q -> q.queueName("here")).queueUrl();
    assertTrue(url.contains(account.id()), url);
  }

  @Test
  void credentialsOfAnotherAccountAreRefused() {
    String other = "999999999999";
    Map<String, Object> regions = Map.of(TestAccount.REGION, Map.of());
    try (AwsAccounts withoutRole =
        accounts(
            Map.of(
                "endpoint",
                aws.endpoint().toString(),
                "accounts",
                Map.of(TestAccount.NAME, Map.of("id", other, "regions", regions))))) {
      ProvisionerException refusal = refused(withoutRole, account.scope());
      assertEquals(ErrorCode.DENIED, refusal.code());
      assertAll(
          () -> assertTrue(refusal.getMessage().contains(other), refusal.getMessage()),
          () ->
              assertTrue(
                  refusal.nextStep().contains("provisioners.aws.accounts.kit.id"),
                  refusal.nextStep()));
    }
  }

  @Test
  void aRoleOfAnotherAccountIsRefusedBeforeAnythingIsAsked() {
    Map<String, Object> configuration =
        Map.of(
            "accounts",
            Map.of(
                "prod",
                Map.of(
                    "id",
                    "111111111111",
                    "role",
                    Map.of("arn", "arn:aws:iam::222222222222:role/automat"),
                    "regions",
                    Map.of(TestAccount.REGION, Map.of()))));
    ProvisionerException refusal =
        assertThrows(ProvisionerException.class, () -> AwsConfiguration.of(configuration));
    assertTrue(
        refusal.getMessage().startsWith("provisioners.aws.accounts.prod.role.arn"),
        refusal.getMessage());
  }

  @Test
  void anAccountThatIsNotConfiguredIsNamedWithThoseThatAre() {
    ProvisionerException refusal =
        refused(accounts, new Scope("prod", TestAccount.REGION, TestAccount.INSTALLATION));
    assertEquals("there is no AWS account prod; configured are [kit]", refusal.getMessage());
    assertEquals(ErrorType.USER, refusal.code().type());
    assertTrue(refusal.nextStep().contains("provisioners.aws.accounts.prod"), refusal.nextStep());
  }

  @Test
  void aRegionThatIsNotConfiguredIsNamedWithThoseThatAre() {
    ProvisionerException refusal =
        refused(accounts, new Scope(TestAccount.NAME, "us-east-1", TestAccount.INSTALLATION));
    assertEquals(
        "AWS account kit has no region us-east-1; configured are [eu-central-1]",
        refusal.getMessage());
    assertTrue(
        refusal.nextStep().contains("provisioners.aws.accounts.kit.regions.us-east-1"),
        refusal.nextStep());
  }

  @Test
  void noAnswerAboutTheAccountIsAFailureOfTheCloud() {
    try (AwsAccounts fresh = accounts(account.configuration(aws.endpoint()))) {
      aws.hostile().disrupt(Disruption.UNREACHABLE);
      assertEquals(ErrorCode.UNREACHABLE, refused(fresh, account.scope()).code());
      aws.hostile().restore();
      aws.hostile().disrupt(Disruption.THROTTLED);
      assertEquals(ErrorCode.THROTTLED, refused(fresh, account.scope()).code());
      aws.hostile().restore();
      assertEquals(account.id(), fresh.place(account.scope()).accountId());
    }
  }

  @Test
  void onlyKeysOfTheConfiguredRegionsAreKnownAsSuch() {
    assertTrue(accounts.isKeyOfARegion(account.key("region")));
    assertFalse(accounts.isKeyOfARegion(account.key("another")));
  }

  @Test
  void linksLeadToTheConsoleOfTheRegion() {
    assertEquals(
        List.of("https://eu-central-1.console.aws.amazon.com/sqs", "aws"),
        List.of(
            accounts.place(account.scope()).consoleLink("sqs"),
            accounts.place(account.scope()).partition()));
  }

  private static ProvisionerException refused(AwsAccounts accounts, Scope scope) {
    return assertThrows(ProvisionerException.class, () -> accounts.place(scope));
  }

  private static AwsAccounts accounts(Map<String, Object> configuration) {
    return new AwsAccounts(AwsConfiguration.of(configuration), TestAccount.INSTALLATION);
  }
}
