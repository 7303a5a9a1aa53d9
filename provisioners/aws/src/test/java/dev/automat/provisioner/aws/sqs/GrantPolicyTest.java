package dev.automat.provisioner.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The statements that let applications in, beside those of others. */
class GrantPolicyTest {

  private static final String ARN = "arn:aws:sqs:eu-central-1:123456789012:orders";
  private static final String ROLE = "arn:aws:iam::123456789012:role/checkout";
  private static final GrantId ID = new GrantId("abcdef", 1);

  private static GrantPolicy of(String text) {
    return new GrantPolicy(text, ARN);
  }

  private static Grant grant(GrantId id, Access access) {
    return new Grant(id, "checkout", access, new Grant.Principal(ROLE));
  }

  @Test
  void aPrincipalGetsAStatementOfItsOwn() {
    assertEquals(
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"AutomatGrantabcdefv1","Effect":"Allow",\
        "Principal":{"AWS":"%s"},"Action":["sqs:ReceiveMessage","sqs:DeleteMessage",\
        "sqs:ChangeMessageVisibility","sqs:GetQueueAttributes","sqs:GetQueueUrl","sqs:SendMessage"],\
        "Resource":"%s"}]}\
        """
            .formatted(ROLE, ARN),
        of("").with(grant(ID, Access.READWRITE), ROLE).orElseThrow());
  }

  @Test
  void whoReadsDoesNotSend() {
    String policy = of("").with(grant(ID, Access.READ), ROLE).orElseThrow();
    assertTrue(policy.contains("sqs:ReceiveMessage"));
    assertFalse(policy.contains("sqs:SendMessage"));
  }

  @Test
  void theSameAgainIsNotWritten() {
    String policy = of("").with(grant(ID, Access.READ), ROLE).orElseThrow();
    assertEquals(Optional.empty(), of(policy).with(grant(ID, Access.READ), ROLE));
    assertEquals(Optional.empty(), of("").without(ID));
  }

  @Test
  void anotherAccessTakesTheStatementsPlace() {
    String policy = of("").with(grant(ID, Access.READWRITE), ROLE).orElseThrow();
    String less = of(policy).with(grant(ID, Access.READ), ROLE).orElseThrow();
    assertFalse(less.contains("sqs:SendMessage"));
    assertEquals(Set.of(ID), of(less).grants());
  }

  @Test
  void theStatementsOfOthersStay() {
    String others = new TransportPolicy("", ARN).changedTo(true).orElseThrow();
    GrantId second = new GrantId("zzzzzz", 1);
    String both = of(others).with(grant(ID, Access.READ), ROLE).orElseThrow();
    both = of(both).with(grant(second, Access.READ), ROLE).orElseThrow();
    assertTrue(new TransportPolicy(both, ARN).denies());
    assertEquals(Set.of(ID, second), of(both).grants());
    String one = of(both).without(ID).orElseThrow();
    assertEquals(Set.of(second), of(one).grants());
    assertEquals(others, of(one).without(second).orElseThrow());
  }

  @Test
  void theLastStatementTakesThePolicyAlong() {
    String policy = of("").with(grant(ID, Access.READ), ROLE).orElseThrow();
    assertEquals(Optional.of(""), of(policy).without(ID));
  }
}
