package dev.automat.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.catalog.TagForm;
import dev.automat.resource.Violation;
import dev.automat.spi.TagRules;
import dev.automat.spi.TagRules.Keys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** From a request to the tags of one cloud: nothing is lost, nothing becomes another in silence. */
class TagsTest {

  /** "Creating and managing labels", Requirements for labels. */
  private static final TagRules GCP =
      new TagRules(
          64, 63, "[a-z]", "[a-z0-9_-]", 63, "[a-z0-9_-]", Keys.CASE_SENSITIVE, Set.of("goog"));

  /** Keys without digits and underscores, and room for four labels. */
  private static final TagRules MEAN =
      new TagRules(16, 63, "[a-z]", "[a-z-]", 63, "[a-z0-9_-]", Keys.CASE_INSENSITIVE, Set.of());

  @Test
  void whoPaysAndWhatForAreTagsOfEveryCloud() {
    SortedMap<String, String> tags =
        tags(
            GCP,
            "{environment: dev, owner: Ann@example.org, costCenter: CC 9, purpose: Größe 3}",
            Map.of("tier", "Gold Plus"));
    assertEquals(
        Map.ofEntries(
            Map.entry("team", "payments"),
            Map.entry("environment", "dev"),
            Map.entry("service", "orders"),
            Map.entry("owner", "ann-example-org"),
            Map.entry("cost-center", "cc-9"),
            Map.entry("purpose", tags.get("purpose")),
            Map.entry("data-classification", "internal"),
            Map.entry("module", "postgres"),
            Map.entry("module-version", "1-0-0"),
            Map.entry("managed-by", "automat"),
            Map.entry("tier", "gold-plus")),
        tags);
    assertTrue(tags.get("purpose").matches("gro-e-3-[a-p]{10}"), tags.get("purpose"));
  }

  @Test
  void aLabelSaysWhichServiceItIsOf() {
    assertEquals(
        "checkout", tags(GCP, "{environment: dev}", Map.of("service", "Checkout")).get("service"));
  }

  @Test
  void whatBillsAreGroupedByReadsTheSameOnEveryCloud() {
    String spec = "{environment: dev, owner: Ann@example.org, costCenter: '4711'}";
    SortedMap<String, String> common = tags(TagRules.COMMON, spec, Map.of());
    assertEquals("x-4711", common.get("cost-center"));
    for (TagRules rules : List.of(GCP, MEAN)) {
      SortedMap<String, String> tags = tags(rules, spec, Map.of());
      Tags.COST.forEach(key -> assertEquals(common.get(key), tags.get(key), key));
    }
  }

  @Test
  void labelsThatOneInstalledCloudWouldMakeOneAreRefused() {
    assertEquals(
        List.of(
            "tag-collision /metadata/labels/tier_one"
                + " the tags tier_one and tier-one would be one on a cloud in use here"
                + " -> rename the label"),
        refused(MEAN, Map.of("tier_one", "a", "tier-one", "b")));
    assertFalse(
        tags(GCP, "{environment: dev}", Map.of("tier_one", "a", "tier-one", "b")).isEmpty());
  }

  @Test
  void aLabelThatWouldBecomeATagOfOursIsRefused() {
    assertEquals(
        List.of(
            "tag-collision /metadata/labels/cost_center"
                + " the tags cost_center and cost-center would be one on a cloud in use here"
                + " -> rename the label"),
        refused(MEAN, Map.of("cost_center", "a")));
    assertEquals(
        List.of(
            "invalid-label /metadata/labels/module-version the platform sets module-version itself"
                + " -> rename it, or use the field of spec that it comes from"),
        refused(GCP, Map.of("module-version", "a")));
  }

  @Test
  void whereTagsAreFewLabelsGiveWayAndNotInSilence() {
    Map<String, String> labels = new HashMap<>(Map.of("a", "1", "b", "2", "c", "3", "d", "4"));
    String spec = "{environment: dev}";
    assertEquals(13, tags(MEAN, spec, labels).size());
    labels.put("e", "5");
    assertEquals(
        List.of(
            "too-many-tags /metadata/labels there would be 17 tags with those of the platform and"
                + " of the module, and this cloud takes 16 -> remove 1 labels"),
        refused(MEAN, labels));
  }

  @Test
  void whateverIsAdmittedIsLegalAndWhole() {
    long seed = Long.getLong("tags.seed", System.nanoTime());
    Random random = new Random(seed);
    for (TagRules rules : List.of(GCP, MEAN, TagRules.COMMON)) {
      Admission admission = admission(rules);
      TagForm form = new TagForm(rules);
      for (int i = 0; i < 300; i++) {
        Map<String, String> labels = labels(random);
        if (admission.admit(request("{environment: dev}", labels))
            instanceof Verdict.Admitted admitted) {
          SortedMap<String, String> tags = admitted.plan().tags();
          String told = labels + " " + tags + " -Dtags.seed=" + seed;
          tags.forEach(
              (key, value) -> assertTrue(form.isKey(key) && form.isValue(value), () -> told));
          assertTrue(tags.keySet().containsAll(Tags.COST), told);
          assertEquals(10 - 1 + labels.size(), tags.size(), told);
        }
      }
    }
  }

  private static Map<String, String> labels(Random random) {
    Map<String, String> labels = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      StringBuilder key = new StringBuilder("t");
      for (int j = random.nextInt(3); j > 0; j--) {
        key.append("a1_-".charAt(random.nextInt(4)));
      }
      labels.put(key.toString(), random.nextBoolean() ? "Gold Plus" : "ä".repeat(60));
    }
    return labels;
  }

  private static SortedMap<String, String> tags(
      TagRules rules, String spec, Map<String, String> labels) {
    return assertInstanceOf(Verdict.Admitted.class, admission(rules).admit(request(spec, labels)))
        .plan()
        .tags();
  }

  private static List<String> refused(TagRules rules, Map<String, String> labels) {
    return assertInstanceOf(
            Verdict.Refused.class, admission(rules).admit(request("{environment: dev}", labels)))
        .violations()
        .stream()
        .map(TagsTest::said)
        .toList();
  }

  private static String said(Violation violation) {
    return violation.rule()
        + " "
        + violation.pointer()
        + " "
        + violation.message()
        + " -> "
        + violation.fix();
  }

  private static Admission admission(TagRules rules) {
    return new Admission(
        Catalog.load(Path.of("..", "modules"), FakePlugins.tagged(rules)),
        Requests.TEAMS,
        Requests.PLACEMENTS);
  }

  private static AdmissionRequest request(String spec, Map<String, String> labels) {
    return new AdmissionRequest("payments", "Database", "orders", labels, Requests.spec(spec));
  }
}
