package dev.automat.provisioner.gcp.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {

  @ParameterizedTest(name = "{0}={1}: {4}")
  @CsvSource({
    "team, shop, team, shop, what is legal stays",
    "Owner, Shop@Example.com, owner, shop_example_com, letters are lowered and the rest replaced",
    "2nd, '', t2nd, '', a key begins with a letter and a value may be empty",
    "aws:x, a b, aws_x, a_b, there is no colon and no space",
  })
  void normalises(String key, String value, String label, String labelValue, String reason) {
    assertEquals(Map.of(label, labelValue), Labels.of(Map.of(key, value)), reason);
    assertTrue(Labels.isSame(value, labelValue), reason);
  }

  @Test
  void keepsTwoLongValuesApart() {
    String one = Labels.value("x".repeat(80) + "1");
    assertEquals(63, one.length());
    assertNotEquals(one, Labels.value("x".repeat(80) + "2"));
    assertEquals(one, Labels.value("x".repeat(80) + "1"));
  }

  @Test
  void refusesTagsThatWouldBeOneLabel() {
    ProvisionerException refusal =
        assertThrows(ProvisionerException.class, () -> Labels.of(Map.of("a.b", "1", "a_b", "2")));
    assertEquals(ErrorType.USER, refusal.code().type());
    assertTrue(refusal.getMessage().contains("a.b and a_b"), refusal::toString);
  }

  @Test
  void refusesMoreThanGoogleTakes() {
    Map<String, String> many =
        IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
    assertThrows(ProvisionerException.class, () -> Labels.of(many));
  }

  @Test
  void saysWhatIsMissing() {
    Map<String, String> there = Map.of("team", "shop", "owner", "other", "theirs", "x");
    assertEquals(
        Map.of("owner", "a_b"), Labels.missing(Map.of("team", "shop", "owner", "a@b"), there));
    assertFalse(Labels.isSame("a@b", "other"));
  }
}
