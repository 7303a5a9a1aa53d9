package dev.automat.admission;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The same spec, labels, catalogue and configuration give the same bytes. */
class PlanPurityTest {

  private static final int REQUESTS = 500;

  @Test
  void theOrderOfFieldsAndTheMachineDoNotMatter() {
    Admission elsewhere =
        new Admission(
            Catalog.load(Path.of("..", "modules"), FakePlugins.localAndFake()),
            Requests.TEAMS,
            Requests.PLACEMENTS);
    for (int seed = 0; seed < REQUESTS; seed++) {
      Random random = new Random(seed);
      AdmissionRequest request = request(random);
      AdmissionRequest shuffled =
          new AdmissionRequest(
              request.team(),
              request.kind(),
              request.name(),
              request.labels(),
              shuffled((ObjectNode) request.spec(), random));

      Verdict here = Requests.ADMISSION.admit(request);
      Verdict there = elsewhere.admit(shuffled);

      assertEquals(here, there, "seed " + seed);
      if (here instanceof Verdict.Admitted one && there instanceof Verdict.Admitted other) {
        assertArrayEquals(
            Json.canonical(Json.tree(one.plan())), Json.canonical(Json.tree(other.plan())));
        assertEquals(one.plan(), one.plan().sealed(), "sealing again changes nothing");
        assertEquals(one.plan(), Json.read(Json.write(one.plan()), Plan.class), "stored and read");
      }
    }
  }

  @Test
  void differentPlansHaveDifferentDigests() {
    Set<String> digests = new HashSet<>();
    Set<JsonNode> plans = new HashSet<>();
    for (int seed = 0; seed < REQUESTS; seed++) {
      if (Requests.ADMISSION.admit(request(new Random(seed)))
          instanceof Verdict.Admitted admitted) {
        ObjectNode plan = (ObjectNode) Json.tree(admitted.plan());
        plan.remove("digest");
        plans.add(plan);
        digests.add(admitted.plan().digest());
      }
    }
    assertEquals(plans.size(), digests.size());
    assertNotEquals(1, digests.size());
  }

  @Test
  void noRequestBreaksAdmission() {
    List<String> fields =
        List.of(
            "module",
            "moduleVersion",
            "environment",
            "size",
            "cloud",
            "region",
            "owner",
            "costCenter",
            "dataClassification",
            "purpose",
            "lifetime",
            "expiresAt",
            "deletionProtection",
            "inputs",
            "",
            "~/",
            "é");
    List<JsonNode> values =
        List.of(
                "null",
                "[]",
                "{}",
                "1",
                "1.5",
                "1e300",
                "true",
                "\"\"",
                "\"dev\"",
                "\"none\"",
                "\"postgres\"",
                "\"small\"",
                "\"\\u0000\"",
                "{\"storageGiB\": 1e300}",
                "{\"storageGiB\": [null]}",
                "{\"engineVersion\": {}}",
                "{\"\": 1}")
            .stream()
            .map(text -> Json.read(text, JsonNode.class))
            .toList();
    for (int seed = 0; seed < 20 * REQUESTS; seed++) {
      Random random = new Random(seed);
      ObjectNode spec = Json.object();
      maybe(random, () -> spec.put("environment", "dev"));
      for (int i = random.nextInt(4); i >= 0; i--) {
        spec.set(
            fields.get(random.nextInt(fields.size())), values.get(random.nextInt(values.size())));
      }
      AdmissionRequest request =
          new AdmissionRequest("payments", "Database", "orders", Map.of(), spec);
      switch (Requests.ADMISSION.admit(request)) {
        case Verdict.Admitted admitted ->
            assertEquals(admitted.plan(), admitted.plan().sealed(), spec::toString);
        case Verdict.NeedsWaiver needs ->
            assertEquals(needs.plan(), needs.plan().sealed(), spec::toString);
        case Verdict.Refused refused ->
            assertNotEquals(List.of(), refused.violations(), spec::toString);
      }
    }
  }

  private static AdmissionRequest request(Random random) {
    ObjectNode spec = Json.object();
    spec.put("environment", any(random, "dev", "preview", "staging", "prod", "dve"));
    maybe(random, () -> spec.put("size", any(random, "small", "medium", "large")));
    maybe(random, () -> spec.put("lifetime", any(random, "1d", "2w", "none", "x")));
    maybe(random, () -> spec.put("purpose", any(random, "load", "tést", "a b")));
    maybe(random, () -> spec.put("dataClassification", any(random, "public", "confidential")));
    maybe(random, () -> spec.put("module", "postgres"));
    maybe(random, () -> spec.put("deletionProtection", random.nextBoolean()));
    maybe(
        random,
        () -> {
          ObjectNode inputs = spec.putObject("inputs");
          maybe(random, () -> inputs.put("storageGiB", random.nextInt(510)));
          maybe(random, () -> inputs.put("engineVersion", any(random, "17", "18")));
          maybe(random, () -> inputs.put("highAvailability", true));
        });
    Map<String, String> labels = new LinkedHashMap<>();
    maybe(random, () -> labels.put("tier", any(random, "gold", "silver")));
    return new AdmissionRequest(
        any(random, "payments", "search"), "Database", "orders", labels, spec);
  }

  private static void maybe(Random random, Runnable act) {
    if (random.nextBoolean()) {
      act.run();
    }
  }

  private static String any(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static JsonNode shuffled(ObjectNode node, Random random) {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
    Collections.shuffle(fields, random);
    ObjectNode shuffled = Json.object();
    fields.forEach(
        each ->
            shuffled.set(
                each.getKey(),
                each.getValue() instanceof ObjectNode map
                    ? shuffled(map, random)
                    : each.getValue()));
    return shuffled;
  }
}
