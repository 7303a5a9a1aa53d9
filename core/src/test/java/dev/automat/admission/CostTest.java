package dev.automat.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.policy.Policies;
import dev.automat.resource.Cost;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says of cost, with the golden paths and the prices that come with Automat. */
class CostTest {

  @TempDir Path directory;

  @Test
  void showsEachLineAndTheirSum() {
    Cost cost = cost("us-east-1", "Database", "{environment: dev}");

    assertEquals("USD", cost.currency());
    assertEquals("25.66", cost.monthly());
    assertTrue(cost.complete());
    assertEquals(
        List.of("instance 730 hour 0.032 23.36", "storage 20 GB-month 0.115 2.30"), lines(cost));
    assertEquals("2026-06-01", cost.prices().orElseThrow().effective());
  }

  @Test
  void prodCostsTwoZonesASecretAndASnapshotThatStays() {
    Cost cost = cost("us-east-1", "Database", "{environment: prod}");

    assertEquals("257.18", cost.monthly());
    assertEquals(
        List.of(
            "instance 730 hour 0.336 245.28",
            "storage 50 GB-month 0.23 11.50",
            "master password 1 month 0.4 0.40"),
        lines(cost));
    assertEquals("4.75", cost.retained().getFirst().monthly().orElseThrow());
  }

  @Test
  void countsEveryNodeOfACache() {
    Cost cost =
        cost(
            "us-east-1",
            "Cache",
            "{environment: staging, size: large, inputs: {clustered: true, shards: 3, replicas:"
                + " 2}}");

    assertEquals("nodes 6570 hour 0.3496 2296.87", lines(cost).getFirst());
    assertEquals("snapshots 78.96 GB-month 0.085 6.71", lines(cost).get(1));
  }

  @Test
  void saysWhichPriceIsNotKnownAndGuessesNone() {
    Cost cost = cost("eu-central-1", "Database", "{environment: dev, size: medium}");

    assertFalse(cost.complete());
    assertEquals("6.85", cost.monthly());
    Cost.Line instance = cost.lines().getFirst();
    assertEquals(Optional.empty(), instance.monthly());
    assertEquals(
        "unknown price for rds.postgres.instance (db.m7g.large, single-az) in eu-central-1",
        instance.unknown().orElseThrow());
  }

  @Test
  void whatRunsHereCostsNothing() {
    Plan plan = Requests.plan(Requests.database("{environment: dev}"));

    assertEquals("0.00", plan.cost().orElseThrow().monthly());
    assertTrue(plan.cost().orElseThrow().complete());
  }

  @Test
  void isReadAgainAsItWasWritten() {
    Plan plan = plan(Requests.CATALOG, "us-east-1", "Database", "{environment: prod}");

    assertEquals(plan, Json.read(Json.write(plan), Plan.class));
    assertEquals(plan.digest(), Json.read(Json.write(plan), Plan.class).sealed().digest());
  }

  @Test
  void anotherPriceIsAnotherDigest() throws IOException {
    copy(Path.of("..", "modules"), directory);
    Path file = directory.resolve("prices/aws-sqs-us-east-1.yaml");
    String prices = Files.readString(file);
    Plan before = plan(load(), "us-east-1", "Queue", "{environment: dev}");
    Files.writeString(file, prices.replace("\"0.40\"", "\"0.41\""));

    Plan after = plan(load(), "us-east-1", "Queue", "{environment: dev}");

    assertEquals("0.40", before.cost().orElseThrow().monthly());
    assertEquals("0.41", after.cost().orElseThrow().monthly());
    assertEquals(before.moduleDigest(), after.moduleDigest());
    assertNotEquals(before.digest(), after.digest());
  }

  @Test
  void aMistypedPriceIsNamedWithItsPlaceAndTheNearestSpelling() throws IOException {
    copy(Path.of("..", "modules"), directory);
    Path file = directory.resolve("queue/standard/1.0.0.yaml");
    Files.writeString(file, Files.readString(file).replace("sqs.standard.r", "sqs.standrad.r"));

    String reason = load().rejected().getFirst().reasons().getFirst();

    assertTrue(
        reason.endsWith(
            ": there is no price sqs.standrad.requests: did you mean sqs.standard.requests?"),
        reason);
    assertTrue(reason.contains("queue/standard/1.0.0.yaml:"), reason);
  }

  @Test
  void aPriceMustBeAskedForByAllThatItGoesBy() throws IOException {
    copy(Path.of("..", "modules"), directory);
    Path file = directory.resolve("cache/redis/1.0.0.yaml");
    Files.writeString(file, Files.readString(file).replace("by: {class:", "by: {klass:"));

    List<String> reasons = load().rejected().getFirst().reasons();

    assertTrue(reasons.getFirst().contains("there is no part that this price goes by named klass"));
    assertTrue(reasons.get(1).endsWith("the price goes by class: say which under by.class"));
  }

  @Test
  void aWrongPriceFileTakesNoGoldenPathAway() throws IOException {
    copy(Path.of("..", "modules"), directory);
    Files.writeString(directory.resolve("prices/local.yaml"), "cloud: local\n");

    Catalog catalog = load();

    assertEquals(1, catalog.rejected().size());
    Cost cost = plan(catalog, "local", "Database", "{environment: dev}").cost().orElseThrow();
    assertFalse(cost.complete());
  }

  private Catalog load() {
    return Catalog.load(directory, FakePlugins.local());
  }

  private static Cost cost(String region, String kind, String spec) {
    return plan(Requests.CATALOG, region, kind, spec).cost().orElseThrow();
  }

  /** In a cloud whose plugin is not here; "local" is. */
  private static Plan plan(Catalog catalog, String region, String kind, String spec) {
    String cloud = region.equals("local") ? "local" : "aws";
    PlacementRule place = new PlacementRule("there", Map.of(), cloud, "prod", region);
    Admission admission =
        new Admission(
            new Admission.Rules(
                catalog, Policies.NONE, Requests.TEAMS, new Placements(List.of(place)), true));
    AdmissionRequest request =
        new AdmissionRequest("payments", kind, "orders", Map.of(), Requests.spec(spec));
    return switch (admission.admit(request)) {
      case Verdict.Admitted admitted -> admitted.plan();
      case Verdict.NeedsWaiver needed -> needed.plan();
      case Verdict.Refused refused -> throw new AssertionError("refused: " + refused.violations());
    };
  }

  private static List<String> lines(Cost cost) {
    return cost.lines().stream()
        .map(
            line ->
                String.join(
                    " ",
                    line.item(),
                    line.quantity(),
                    line.unit(),
                    line.unitPrice().orElse("?"),
                    line.monthly().orElse("?")))
        .toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
