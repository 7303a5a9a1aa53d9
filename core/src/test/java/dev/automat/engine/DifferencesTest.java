package dev.automat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.automat.engine.Difference.Remedy;
import dev.automat.engine.Differences.Equivalence;
import dev.automat.engine.Differences.Since;
import dev.automat.spi.TypeDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DifferencesTest {

  private static final TypeDescriptor TYPE = Fixtures.type(1, 1);
  private static final Equivalence EXACT = (key, want, got) -> Objects.equals(want, got);

  /** One row: a setting as wanted and as seen, what differs, and why. */
  record Case(String reason, Sample wanted, Map<String, Object> seen, List<Difference> differs) {
    @Override
    public String toString() {
      return reason;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tells(Case row) {
    assertEquals(
        row.differs(),
        Differences.ofSettings(row.wanted().plan(), Since.CARRIED_OUT, TYPE, row.seen(), EXACT),
        row.reason());
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("nothing differs", wanted("limit", 20L), Map.of("limit", 20L), List.of()),
        new Case(
            "what we never set is not drift",
            wanted("limit", 20L),
            Map.of("limit", 20L, "zone", "a", "other", true),
            List.of()),
        new Case(
            "what the cloud does not show is not drift",
            wanted("password", "x"),
            Map.of(),
            List.of()),
        new Case(
            "a key that is not named changes in place",
            wanted("limit", 20L),
            Map.of("limit", 5L),
            List.of(new Difference("limit", "20", "5", Remedy.CORRECT))),
        new Case(
            "what can only grow can be grown",
            wanted("storageGiB", 20L),
            Map.of("storageGiB", 5L),
            List.of(new Difference("storageGiB", "20", "5", Remedy.CORRECT))),
        new Case(
            "what can only grow can not shrink",
            wanted("storageGiB", 20L),
            Map.of("storageGiB", 50L),
            List.of(new Difference("storageGiB", "20", "50", Remedy.IMPOSSIBLE))),
        new Case(
            "growth is told between numbers of different kinds",
            wanted("storageGiB", 20.5),
            Map.of("storageGiB", 20L),
            List.of(new Difference("storageGiB", "20.5", "20", Remedy.CORRECT))),
        new Case(
            "a version grows number by number",
            wanted("storageGiB", "18"),
            Map.of("storageGiB", "9.10"),
            List.of(new Difference("storageGiB", "18", "9.10", Remedy.CORRECT))),
        new Case(
            "a version does not shrink",
            wanted("storageGiB", "17"),
            Map.of("storageGiB", "18.1"),
            List.of(new Difference("storageGiB", "17", "18.1", Remedy.IMPOSSIBLE))),
        new Case(
            "what is no number does not grow",
            wanted("storageGiB", "large"),
            Map.of("storageGiB", "5"),
            List.of(new Difference("storageGiB", "large", "5", Remedy.IMPOSSIBLE))),
        new Case(
            "what would replace the resource is not done",
            wanted("zone", "a"),
            Map.of("zone", "b"),
            List.of(new Difference("zone", "a", "b", Remedy.IMPOSSIBLE))),
        new Case(
            "the module asks that it only be shown",
            wanted("limit", 20L).reportDriftOf("limit"),
            Map.of("limit", 5L),
            List.of(new Difference("limit", "20", "5", Remedy.REPORT))),
        new Case(
            "lists and maps are shown as JSON",
            wanted("list", List.of("a", 1L)),
            Map.of("list", List.of("a")),
            List.of(new Difference("list", "[\"a\",1]", "[\"a\"]", Remedy.CORRECT))),
        new Case(
            "in the order of their keys",
            Sample.resource().settings(Map.of("c", true, "a", true, "b", true)),
            Map.of("b", false, "c", false, "a", false),
            List.of(
                new Difference("a", "true", "false", Remedy.CORRECT),
                new Difference("b", "true", "false", Remedy.CORRECT),
                new Difference("c", "true", "false", Remedy.CORRECT))));
  }

  private static Sample wanted(String key, Object value) {
    return Sample.resource().settings(Map.of(key, value));
  }

  @Test
  void leavesTheJudgementOfValuesToThePlugin() {
    Equivalence ignoringCase = (key, want, got) -> want.toString().equalsIgnoreCase(got.toString());
    assertEquals(
        List.of(),
        Differences.ofSettings(
            wanted("class", "Small").plan(),
            Since.CARRIED_OUT,
            TYPE,
            Map.of("class", "small"),
            ignoringCase));
  }

  @Test
  void aMissingOrOtherTagOfOursIsMended() {
    assertEquals(
        List.of(
            new Difference("tags/cost-center", "cc-1", "", Remedy.CORRECT),
            new Difference("tags/team", "payments", "checkout", Remedy.CORRECT)),
        Differences.ofTags(
            Map.of("team", "payments", "cost-center", "cc-1", "app", "shop"),
            Map.of("team", "checkout", "app", "shop"),
            EXACT));
  }

  @Test
  void tagsOfOthersAreNotDrift() {
    assertEquals(List.of(), Differences.ofTags(Map.of(), Map.of("theirs", "x"), EXACT));
  }

  @Test
  void asksThePluginWhetherATagThatIsThereMeansTheSame() {
    Equivalence tagsCutShort =
        (key, want, got) -> key.equals("tags/purpose") && want.toString().startsWith(got + "");
    assertEquals(
        List.of(),
        Differences.ofTags(
            Map.of("purpose", "integration test"), Map.of("purpose", "integration"), tagsCutShort));
    assertEquals(
        List.of(new Difference("tags/purpose", "integration", "", Remedy.CORRECT)),
        Differences.ofTags(Map.of("purpose", "integration"), Map.of(), tagsCutShort),
        "a missing tag is missing, whatever the plugin makes of an empty one");
  }

  @Test
  void givesSettingsBeforeTags() {
    List<Difference> all =
        Differences.between(
            wanted("zone", "a").plan(),
            Since.CARRIED_OUT,
            TYPE,
            Map.of("app", "shop"),
            Fixtures.present(Map.of("zone", "b"), Map.of()),
            EXACT);
    assertEquals(List.of("zone", "tags/app"), all.stream().map(Difference::key).toList());
  }

  @Test
  void knowsTheSameDifferencesAgain() {
    Difference limit = new Difference("limit", "20", "5", Remedy.CORRECT);
    Difference another = new Difference("limit", "20", "6", Remedy.CORRECT);
    assertEquals(Differences.digest(List.of(limit)), Differences.digest(List.of(limit)));
    assertNotEquals(Differences.digest(List.of(limit)), Differences.digest(List.of(another)));
    assertNotEquals(Differences.digest(List.of(limit)), Differences.digest(List.of()));
  }

  @Test
  void speaksToAPerson() {
    assertEquals(
        "limit is 5, should be 20", new Difference("limit", "20", "5", Remedy.CORRECT).toString());
    assertEquals(
        "tags/app is not set, should be shop",
        new Difference("tags/app", "shop", "", Remedy.CORRECT).toString());
  }
}
