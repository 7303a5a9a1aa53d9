package dev.automat.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.TagRules;
import dev.automat.spi.TagRules.Keys;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tags are made legal, once and for all, whatever was written. */
class TagFormTest {

  /** "Tagging your AWS resources", Tag naming limits and requirements. */
  private static final TagRules AWS =
      new TagRules(
          50,
          128,
          "[\\p{L}\\p{N}_.:/=+@-]",
          "[\\p{L}\\p{N} _.:/=+@-]",
          256,
          "[\\p{L}\\p{N} _.:/=+@-]",
          Keys.CASE_SENSITIVE,
          Set.of("aws:"));

  /** "Creating and managing labels", Requirements for labels. */
  private static final TagRules GCP =
      new TagRules(
          64, 63, "[a-z]", "[a-z0-9_-]", 63, "[a-z0-9_-]", Keys.CASE_SENSITIVE, Set.of("goog"));

  /** A cloud that does not exist: it takes as little as the rules of tags can say. */
  private static final TagRules MEAN =
      new TagRules(
          16, 63, "[a-z]", "[a-z-]", 63, "[a-z0-9_-]", Keys.CASE_INSENSITIVE, Set.of("x-y", "Sys"));

  private static final Map<String, TagForm> FORMS =
      Map.of(
          "aws", new TagForm(AWS),
          "gcp", new TagForm(GCP),
          "mean", new TagForm(MEAN),
          "common", new TagForm(TagRules.COMMON));

  private static final String ALPHABET =
      "abcxyzABCXYZ0189 _.:/=+@-*#\t\"'äÖßéñçİıŁ日本中国한국\uD83D\uDE00aws:googsysx-y";

  private final long seed = Long.getLong("tags.seed", System.nanoTime());

  private final Random random = new Random(seed);

  @Test
  void whatIsMadeIsAlwaysLegalAndStaysWhenItIsMadeAgain() {
    for (int i = 0; i < 20_000; i++) {
      String text = text();
      FORMS.forEach(
          (cloud, form) -> {
            String key = form.key(text);
            String value = form.value(text);
            String told = cloud + " \"" + text + "\" -Dtags.seed=" + seed;
            assertTrue(form.isKey(key), () -> told + " made the key " + key);
            assertTrue(form.isValue(value), () -> told + " made the value " + value);
            assertEquals(key, form.key(key), told);
            assertEquals(value, form.value(value), told);
          });
      String cost = TagForm.COST.key(text);
      assertTrue(cost.matches("[a-z][a-z0-9_-]{0,62}"), () -> text + " made " + cost);
      FORMS.forEach((cloud, form) -> assertEquals(cost, form.value(cost), cloud));
    }
  }

  @Test
  void whatDiffersInLettersOrDigitsAloneStaysTwo() {
    for (int i = 0; i < 20_000; i++) {
      String one = letters();
      String other = letters();
      if (!one.equals(other)) {
        FORMS.forEach(
            (cloud, form) -> {
              String told = cloud + " " + one + " " + other + " -Dtags.seed=" + seed;
              assertNotEquals(form.key(one), form.key(other), told);
              assertNotEquals(form.value(one), form.value(other), told);
            });
      }
    }
  }

  @Test
  void whatIsLegalStays() {
    assertEquals("Cost Center:1/2@x", new TagForm(AWS).key("Cost Center:1/2@x"));
    assertEquals("Größe 3", new TagForm(AWS).value("Größe 3"));
    assertEquals("", new TagForm(GCP).value(""));
    assertEquals("cc-1234", TagForm.COST.key("cc-1234"));
  }

  @Test
  void whatIsNotLegalIsMadeLikeIt() {
    TagForm gcp = new TagForm(GCP);
    assertEquals("cost-center", gcp.key("Cost Center"));
    assertEquals("orders-example-org", TagForm.COST.key("Orders@example.org"));
    assertEquals("x-4711", TagForm.COST.key("4711"));
    assertEquals("2026-12-01t10-00-00z", gcp.value("2026-12-01T10:00:00Z"));
    assertEquals("1-2-0", gcp.value("1.2.0"));
    assertEquals("cafe", gcp.value("Café"));
    assertEquals("x-google-id", gcp.key("google-id"));
    assertEquals("x-AWS:id", new TagForm(AWS).key("AWS:id"));
  }

  @Test
  void whatIsCutOrLostEndsWithAHashOfAllOfIt() {
    String one = "a".repeat(70) + "b";
    String other = "a".repeat(70) + "c";
    assertEquals(63, TagForm.COST.key(one).length());
    assertNotEquals(TagForm.COST.key(one), TagForm.COST.key(other));
    assertTrue(TagForm.COST.key("日本").matches("x-[a-p]{10}"), TagForm.COST.key("日本"));
    assertNotEquals(TagForm.COST.key("日本"), TagForm.COST.key("中国"));
  }

  @Test
  void keysThatDifferInCaseAreOneWhereTheCloudSaysSo() {
    TagForm mean = new TagForm(MEAN);
    assertEquals(mean.identity("team"), mean.identity("TEAM"));
    TagForm aws = new TagForm(AWS);
    assertNotEquals(aws.identity("team"), aws.identity("TEAM"));
  }

  @Test
  void rulesLeaveRoomForTheTagsThatSayWhoseAnObjectIs() {
    List<Runnable> wrong =
        List.of(
            () -> rules(15, 63, "[a-z]", "[a-z-]", 63, "[a-z0-9_-]", Set.of()),
            () -> rules(50, 20, "[a-z]", "[a-z-]", 63, "[a-z0-9_-]", Set.of()),
            () -> rules(50, 63, "[A-Z]", "[a-z-]", 63, "[a-z0-9_-]", Set.of()),
            () -> rules(50, 63, "[a-z]", "[a-z]", 63, "[a-z0-9_-]", Set.of()),
            () -> rules(50, 63, "[a-z]", "[a-z-]", 63, "[a-z]", Set.of()),
            () -> rules(50, 63, "[a-z]", "[a-z-]", 63, "[a-z", Set.of()),
            () -> rules(50, 63, "[a-z]", "[a-z-]", 63, "[a-z0-9_-]", Set.of("auto")),
            () -> rules(50, 63, "[a-z]", "[a-z-]", 63, "[a-z0-9_-]", Set.of("")));
    wrong.forEach(each -> assertThrows(IllegalArgumentException.class, each::run));
    assertFalse(new TagForm(MEAN).isKey("sys-one"));
  }

  private static TagRules rules(
      int tags, int key, String start, String rest, int value, String values, Set<String> taken) {
    return new TagRules(tags, key, start, rest, value, values, Keys.CASE_SENSITIVE, taken);
  }

  private String text() {
    int length = random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(20);
    int[] all = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(all[random.nextInt(all.length)]);
    }
    return text.toString();
  }

  /** Few of them, so that two are often nearly the same. */
  private String letters() {
    StringBuilder text = new StringBuilder("a".repeat(random.nextInt(3) * 140));
    int length = 1 + random.nextInt(3);
    for (int i = 0; i < length; i++) {
      text.append("ab12日本".charAt(random.nextInt(6)));
    }
    return text.toString();
  }
}
