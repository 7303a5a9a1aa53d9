package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.engine.Sample;
import dev.automat.resource.Plan.OnMissing;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
