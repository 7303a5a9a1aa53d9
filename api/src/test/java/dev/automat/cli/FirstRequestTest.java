package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Placement;
import org.junit.jupiter.api.Test;

class FirstRequestTest {

  private static final String URL = "http://127.0.0.1:8080";

  private static String placedOn(String provisioner) {
    return FirstRequest.text(
        new Placement("rule", provisioner, "main", "eu-central-1"),
        URL,
        "       -H 'Authorization: Bearer x' \\\n",
        "export A=b\n  ");
  }

  @Test
  void whatIsMadeHereCanBeLoggedInToAtOnce() {
    String text = placedOn("local");
    assertTrue(
        text.contains(URL + "/v1/teams/payments/databases/orders -H 'Prefer: wait=30'"), text);
    assertTrue(text.contains("\n       -H 'Authorization: Bearer x' \\\n       -d '{"), text);
    assertTrue(text.contains("  export A=b\n  psql \"$(./automat connection"), text);
  }

  @Test
  void whatIsMadeInACloudTakesItsTimeAndIsReachedFromThere() {
    String text = placedOn("aws");
    assertTrue(text.contains("aws, account main, eu-central-1"), text);
    assertTrue(
        text.contains("  export A=b\n  ./automat events payments databases orders -f"), text);
    assertFalse(text.contains("psql"), text);
    assertFalse(text.contains("wait=30"), text);
  }
}
