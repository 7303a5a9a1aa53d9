package dev.automat.provisioner.aws.account;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.TestAccount;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Scope;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of STS for a role, and when. */
final class AssumedRoleIT {

  private static final String ACCOUNT = "111111111111";
  private static final String OTHER = "222222222222";
  private static final Scope SCOPE =
      new Scope("prod", TestAccount.REGION, TestAccount.INSTALLATION);

  private final StsOfOneTest sts = new StsOfOneTest(ACCOUNT);
  private final AwsAccounts accounts = accounts();

  private AwsAccounts accounts() {
    TestAccount.useTestCredentials();
    return new AwsAccounts(
        AwsConfiguration.of(
            Map.of(
                "endpoint",
                sts.endpoint().toString(),
                "accounts",
                Map.of(
                    SCOPE.account(),
                    Map.of(
                        "id",
                        ACCOUNT,
                        "role",
                        Map.of(
                            "arn",
                            "arn:aws:iam::" + ACCOUNT + ":role/automat",
                            "externalId",
                            "only-us",
                            "sessionTags",
                            Map.of("via", "automat")),
                        "regions",
                        Map.of(SCOPE.region(), Map.of()))))),
        SCOPE.installation());
  }

  @AfterEach
  void close() {
    accounts.close();
    sts.close();
  }

  @Test
  void theRoleIsAssumedWithExternalIdAndSessionTags() {
    accounts.place(SCOPE);
    String form = sts.asked("AssumeRole").getFirst();
    assertAll(
        () -> assertTrue(form.contains("RoleArn=arn:aws:iam::111111111111:role/automat"), form),
        () -> assertTrue(form.contains("ExternalId=only-us"), form),
        () -> assertTrue(form.contains("Tags.member.1.Key=via"), form),
        () -> assertTrue(form.contains("Tags.member.1.Value=automat"), form),
        () -> assertTrue(form.contains("RoleSessionName=automat-" + SCOPE.installation()), form));
  }

  @Test
  void whoTheyAreIsAskedOnceForTheSameCredentials() {
    accounts.place(SCOPE);
    accounts.place(SCOPE);
    assertEquals(1, sts.asked("GetCallerIdentity").size());
    assertEquals(1, sts.asked("AssumeRole").size());
  }

  @Test
  void newCredentialsAreConfirmedAgain() {
    sts.giveOutExpired();
    accounts.place(SCOPE);
    int before = sts.asked("GetCallerIdentity").size();
    accounts.place(SCOPE);
    assertEquals(before + 1, sts.asked("GetCallerIdentity").size());
  }

  @Test
  void newCredentialsOfAnotherAccountAreRefused() {
    sts.giveOutExpired();
    accounts.place(SCOPE);
    sts.become(OTHER);
    ProvisionerException refusal =
        assertThrows(ProvisionerException.class, () -> accounts.place(SCOPE));
    assertEquals(ErrorCode.DENIED, refusal.code());
    assertEquals(
        "the credentials for account prod are of 222222222222, not of 111111111111",
        refusal.getMessage());
  }
}
