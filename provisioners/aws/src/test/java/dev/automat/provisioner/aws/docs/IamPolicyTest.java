package dev.automat.provisioner.aws.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.OwnershipTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The policy allows what the plugin does, and nothing more. */
final class IamPolicyTest {

  private static final Path CLASSES = Path.of("target/classes");

  private final IamPolicy policy = IamPolicy.read();

  @Test
  void allowsJustWhatThePluginCallsAndWhatThatNeeds() {
    Set<String> needed = new TreeSet<>(SdkOperations.in(CLASSES));
    needed.removeAll(IamPolicy.GRANTED_TO_ALL);
    needed.addAll(IamPolicy.BESIDE.keySet());
    assertEquals(
        needed,
        policy.actions(),
        "correct iam-policy.json; what the plugin does not call itself stands in IamPolicy.BESIDE,"
            + " with its reason");
  }

  @Test
  void findsCallsInLambdasAndMethodReferences() {
    Set<String> called = SdkOperations.in(CLASSES);
    assertTrue(
        called.containsAll(
            List.of(
                "sqs:CreateQueue",
                "rds:ModifyDBInstance",
                "elasticache:DescribeCacheParameters",
                "tag:GetResources")),
        called::toString);
  }

  @Test
  void namesNothingAmongWhatItNeedsBesideThatItCallsAnyway() {
    Set<String> both = new TreeSet<>(SdkOperations.in(CLASSES));
    both.retainAll(IamPolicy.BESIDE.keySet());
    assertEquals(Set.of(), both);
  }

  /** Describing and listing is allowed of everything, as AWS has no smaller resource for it. */
  @Test
  void writesOnlyWhatCarriesTheInstallationOrIsNamedOtherwise() {
    for (JsonNode statement : policy.statements()) {
      boolean everywhere = IamPolicy.texts(statement.get("Resource")).anyMatch("*"::equals);
      boolean reads =
          IamPolicy.texts(statement.get("Action"))
              .allMatch(action -> action.matches(".*:(Describe|List|Get).*"));
      assertTrue(
          !everywhere || reads || statement.has("Condition"), () -> "too wide: " + statement);
    }
  }

  @Test
  void asksForTheTagThatThePluginWrites() {
    List<String> withTag =
        policy.statements().stream()
            .filter(statement -> statement.path("Condition").toString().contains("Tag/"))
            .map(statement -> statement.get("Condition").toString())
            .toList();
    assertEquals(3, withTag.size(), "to make, to change, and secrets");
    withTag.forEach(
        condition ->
            assertTrue(condition.contains("Tag/" + OwnershipTags.INSTALLATION), condition));
  }

  /** The names are those that the package descriptions of the types state. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqs:CreateQueue arn:aws:sqs:eu-central-1:ACCOUNT:o-abcdefghijklmnopqrst",
        "sqs:SetQueueAttributes arn:aws:sqs:eu-central-1:ACCOUNT:o-abcdefghijklmnopqrst.fifo",
        "sqs:DeleteQueue arn:aws:sqs:eu-central-1:ACCOUNT:o-abcdefghijklmnopqrst-dlq",
        "sqs:GetQueueAttributes arn:aws:sqs:eu-central-1:ACCOUNT:o-abcdefghijklmnopqrst-dlq.fifo",
        "rds:CreateDBInstance arn:aws:rds:eu-central-1:ACCOUNT:db:o-abcdefghijklmnopqrst",
        "rds:DeleteDBSubnetGroup"
            + " arn:aws:rds:eu-central-1:ACCOUNT:subgrp:o-abcdefghijklmnopqrst-subnets",
        "rds:ModifyDBParameterGroup"
            + " arn:aws:rds:eu-central-1:ACCOUNT:pg:o-abcdefghijklmnopqrst-params-mysql8-4",
        "rds:CreateDBSnapshot"
            + " arn:aws:rds:eu-central-1:ACCOUNT:snapshot:o-abcdefghijklmnopqrst-final-2",
        "rds:DeleteDBSnapshot"
            + " arn:aws:rds:eu-central-1:ACCOUNT:snapshot:o-abcdefghijklmnopqrst-final",
        "rds:RestoreDBInstanceFromDBSnapshot"
            + " arn:aws:rds:eu-central-1:ACCOUNT:db:o-abcdefghijklmnopqrst",
        "elasticache:CreateReplicationGroup"
            + " arn:aws:elasticache:eu-central-1:ACCOUNT:cluster:o-abcdefghijklmnopqrst-001",
        "elasticache:DeleteCacheParameterGroup"
            + " arn:aws:elasticache:eu-central-1:ACCOUNT:parametergroup:o-abcdefghijklmnopqrst-valkey8",
        "secretsmanager:PutSecretValue"
            + " arn:aws:secretsmanager:eu-central-1:ACCOUNT:secret:automat/u/b/connection-AbCdEf",
        "elasticache:DeleteUser"
            + " arn:aws:elasticache:eu-central-1:ACCOUNT:user:automat-abcdefghijklmnopqrst-aaaaaa-1",
        "elasticache:CreateUserGroup"
            + " arn:aws:elasticache:eu-central-1:ACCOUNT:usergroup:automat-abcdefghijklmnopqrst"
      })
  void coversTheNamesThatThePluginMakes(String actionAndResource) {
    assertTrue(allows(actionAndResource), actionAndResource);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqs:DeleteQueue arn:aws:sqs:eu-central-1:ACCOUNT:orders",
        "rds:DeleteDBInstance arn:aws:rds:eu-central-1:ACCOUNT:db:production",
        "rds:CreateDBSnapshot arn:aws:rds:eu-central-1:ACCOUNT:snapshot:o-abcdefghijklmnopqrst"
      })
  void coversNoOtherNames(String actionAndResource) {
    assertFalse(allows(actionAndResource), actionAndResource);
  }

  /** As IAM matches: {@code *} is any text, {@code ?} one character. Conditions aside. */
  private boolean allows(String actionAndResource) {
    String[] parts = actionAndResource.split(" ", 2);
    return policy.statements().stream()
        .filter(statement -> IamPolicy.texts(statement.get("Action")).anyMatch(parts[0]::equals))
        .flatMap(statement -> IamPolicy.texts(statement.get("Resource")))
        .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"))
        .anyMatch(parts[1]::matches);
  }

  /** IAM and AWS STS quotas: a managed policy has 6,144 characters at most, white space aside. */
  @Test
  void fitsIntoOneManagedPolicy() throws IOException {
    int size =
        Files.readString(IamPolicy.FILE)
            .replaceAll("\\s", "")
            .replace("ACCOUNT", "123456789012")
            .replace("\"INSTALLATION\"", "\"abcdefghijklmnopqrst\"")
            .length();
    assertTrue(size <= 6144, () -> "it has " + size + " characters");
  }
}
