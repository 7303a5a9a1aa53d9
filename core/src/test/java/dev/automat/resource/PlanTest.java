package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.engine.Sample;
import dev.automat.resource.Plan.OnMissing;
import dev.automat.resource.RuleVerdict.Outcome;
import dev.automat.resource.RuleVerdict.Severity;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PlanTest {

  private final Plan plan = Sample.resource().plan();

  @Test
  void isSealedWithTheDigestOfTheRest() {
    ObjectNode content = (ObjectNode) Json.tree(plan);
    content.remove("digest");
    assertEquals(Json.digest((JsonNode) content), plan.digest());
  }

  /** A component that the digest forgets would let two plans pass for the same. */
  @Test
  void isSealedOverEveryComponent() {
    Plan full =
        new Plan(
                "",
                "postgres@1.0.0",
                "sha256:00",
                "local/postgres",
                new Placement("default", "local", "main", "here"),
                Map.of("whole", 20L, "part", 0.5, "on", true, "list", List.of("a", 1L, Map.of())),
                new TreeMap<>(Map.of("/inputs/whole", "request")),
                Map.of("text", "a \"quoted\" line\nand ü"),
                new TreeMap<>(Map.of("text", "report")),
                new TreeMap<>(Map.of("team", "payments")),
                "none",
                "30d",
                Optional.of("2026-12-31T12:00:00Z"),
                true,
                OnMissing.REPORT,
                true,
                List.of(new Plan.Note("/inputs/part", "means nothing there")),
                new TreeMap<>(Map.of("runbook", "https://example/runbook")),
                Optional.of(
                    new PolicyReport(
                        "sha256:01",
                        List.of(
                            RuleVerdict.kept("has-owner", Severity.DENY),
                            new RuleVerdict(
                                "has-runbook",
                                Severity.DENY,
                                Outcome.ERROR,
                                Optional.of("/spec"),
                                Optional.of("none"),
                                Optional.of("add one"),
                                Optional.of("https://example/rules"),
                                Optional.of(true))))),
                Optional.of(cost()))
            .sealed();
    ObjectNode content = (ObjectNode) Json.tree(full);
    assertEquals(
        Arrays.stream(Plan.class.getRecordComponents()).map(RecordComponent::getName).toList(),
        List.copyOf(content.propertyNames()));
    content.remove("digest");
    assertEquals(Json.digest((JsonNode) content), full.digest());
    assertEquals(full, Json.read(Json.write(full), Plan.class));
  }

  private static Cost cost() {
    Cost.Line disk =
        new Cost.Line(
            "disk",
            "20",
            "GB-month",
            Optional.of("0.115"),
            Optional.of("2.30"),
            Optional.of("as asked for"),
            Optional.empty());
    Cost.Line snapshot =
        new Cost.Line(
            "snapshot",
            "20",
            "GB-month",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("unknown price for snapshots here"));
    return new Cost(
        "USD",
        "2.30",
        true,
        List.of(disk),
        List.of(snapshot),
        Optional.of(new Cost.Prices("2026-06-01")));
  }

  @Test
  void sealingAgainChangesNothing() {
    assertEquals(plan, plan.sealed());
  }

  @Test
  void keepsItsDigestThroughTheStore() {
    Plan read = Json.read(Json.write(plan), Plan.class);
    assertEquals(plan, read);
    assertEquals(plan.digest(), read.sealed().digest());
  }

  @Test
  void doesNotDependOnTheOrderInWhichItWasPutTogether() {
    Map<String, Object> oneWay = new LinkedHashMap<>();
    oneWay.put("class", "small");
    oneWay.put("storageGiB", 20L);
    Map<String, Object> theOther = new LinkedHashMap<>();
    theOther.put("storageGiB", 20L);
    theOther.put("class", "small");
    assertEquals(
        Sample.resource().settings(oneWay).plan().digest(),
        Sample.resource().settings(theOther).plan().digest());
  }

  @Test
  void hasAnotherDigestWithEachDifference() {
    Set<String> digests = new HashSet<>(Set.of(plan.digest()));
    assertTrue(digests.add(Sample.resource().of("hostile/queue").plan().digest()));
    assertTrue(digests.add(Sample.resource().in("other").plan().digest()));
    assertTrue(digests.add(Sample.resource().settings(Map.of("class", "large")).plan().digest()));
    assertTrue(digests.add(Sample.resource().tags(Map.of()).plan().digest()));
    assertTrue(digests.add(Sample.resource().reportDriftOf("class").plan().digest()));
    assertTrue(digests.add(Sample.resource().isProtected().plan().digest()));
    assertTrue(digests.add(Sample.resource().stateless().plan().digest()));
    assertTrue(digests.add(Sample.resource().onMissing(OnMissing.REPORT).plan().digest()));
  }

  @Test
  void holdsNothingOfTheIncarnation() {
    assertEquals(
        plan.digest(), Sample.resource().named("other", "another").generation(9).plan().digest());
    assertNotEquals("", plan.digest());
  }
}
