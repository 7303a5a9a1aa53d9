package dev.automat.provisioner.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The denial is known by what it says, and nothing else of a policy is touched. */
final class TransportPolicyTest {

  private static final String ARN = "arn:aws:sqs:eu-central-1:123456789012:orders";
  private static final String TOPIC =
      """
      {"Sid":"topic","Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},\
      "Action":"sqs:SendMessage","Resource":"%s"}\
      """
          .formatted(ARN);

  @Test
  void aQueueWithoutPolicyGetsOneThatDenies() {
    String policy = of("").changedTo(true).orElseThrow();
    assertEquals(
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"DenyPlaintextTransport","Effect":"Deny",\
        "Principal":"*","Action":"sqs:*","Resource":"%s",\
        "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}\
        """
            .formatted(ARN),
        policy);
  }

  @Test
  void whatDeniesAlreadyIsNotWrittenAgain() {
    String policy = of("").changedTo(true).orElseThrow();
    assertEquals(Optional.empty(), of(policy).changedTo(true));
    assertEquals(Optional.empty(), of("").changedTo(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // as AWS gives it back, or as other tools write it
        "'Principal':{'AWS':'*'},'Action':'SQS:*','Resource':'ARN',"
            + "'Condition':{'Bool':{'aws:SecureTransport':'false'}}",
        "'Principal':{'AWS':['*']},'Action':['sqs:*'],'Resource':['ARN'],"
            + "'Condition':{'Bool':{'aws:securetransport':['false']}}",
        "'Principal':'*','Action':'*','Resource':'*',"
            + "'Condition':{'Bool':{'aws:SecureTransport':false}}"
      })
  void knowsTheDenialHoweverItIsWritten(String statement) {
    assertTrue(of(withStatement("Deny", statement)).denies());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Principal':'*','Action':'sqs:SendMessage','Resource':'ARN',"
            + "'Condition':{'Bool':{'aws:SecureTransport':'false'}}",
        "'Principal':{'AWS':'arn:aws:iam::1:root'},'Action':'sqs:*','Resource':'ARN',"
            + "'Condition':{'Bool':{'aws:SecureTransport':'false'}}",
        "'Principal':'*','Action':'sqs:*','Resource':'arn:aws:sqs:eu-central-1:1:other',"
            + "'Condition':{'Bool':{'aws:SecureTransport':'false'}}",
        "'Principal':'*','Action':'sqs:*','Resource':'ARN',"
            + "'Condition':{'Bool':{'aws:SecureTransport':'true'}}",
        "'Principal':'*','Action':'sqs:*','Resource':'ARN',"
            + "'Condition':{'Bool':{'aws:SecureTransport':'false'},"
            + "'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}",
        "'Principal':'*','Action':'sqs:*','Resource':'ARN'"
      })
  void whatDeniesLessIsNotTheDenial(String statement) {
    assertFalse(of(withStatement("Deny", statement)).denies());
  }

  @Test
  void whatAllowsIsNotTheDenial() {
    assertFalse(
        of(withStatement(
                "Allow",
                "'Principal':'*','Action':'sqs:*','Resource':'ARN',"
                    + "'Condition':{'Bool':{'aws:SecureTransport':'false'}}"))
            .denies());
  }

  @Test
  void statementsOfOthersStay() {
    String policy = "{\"Version\":\"2012-10-17\",\"Id\":\"theirs\",\"Statement\":[" + TOPIC + "]}";
    String denying = of(policy).changedTo(true).orElseThrow();
    assertTrue(denying.contains(TOPIC) && denying.contains("\"Id\":\"theirs\""), denying);
    assertTrue(of(denying).denies());
    assertEquals(Optional.of(policy), of(denying).changedTo(false));
  }

  @Test
  void theLastStatementTakesThePolicyAlong() {
    String denying = of("").changedTo(true).orElseThrow();
    assertEquals(Optional.of(""), of(denying).changedTo(false));
  }

  private static TransportPolicy of(String text) {
    return new TransportPolicy(text, ARN);
  }

  private static String withStatement(String effect, String statement) {
    return "{\"Statement\":{\"Effect\":\"%s\",%s}}"
        .formatted(effect, statement.replace("ARN", ARN).replace('\'', '"'));
  }
}
