package dev.automat.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyRulesTest {

  private static final String RULES =
      """
      licences: [Apache-2.0, MIT]
      exceptions:
        - {component: 'org.odd:odd', licence: Odd Licence, reason: it is public domain}
      advisories:
        - {component: 'com.example:web', from: '5.0', before: 5.0.12, id: CVE-1}
      """;

  /** app → web → (deep, odd); a bill as the plugin writes it, shortened. */
  private static Bill bill(String webVersion, String deepLicence) {
    return Bill.parse(
        """
        {"metadata": {"component": {"bom-ref": "app"}},
         "components": [
          {"bom-ref": "web", "group": "com.example", "name": "web", "version": "%s",
           "licenses": [{"license": {"id": "GPL-2.0"}}, {"license": {"id": "MIT"}}]},
          {"bom-ref": "odd", "group": "org.odd", "name": "odd", "version": "1",
           "licenses": [{"license": {"name": "Odd Licence"}}]},
          {"bom-ref": "deep", "group": "org.deep", "name": "deep", "version": "2.1"%s}],
         "dependencies": [
          {"ref": "app", "dependsOn": ["web"]},
          {"ref": "web", "dependsOn": ["deep", "odd", "app"]}]}
        """
            .formatted(webVersion, deepLicence));
  }

  private static final String APACHE = ", \"licenses\": [{\"expression\": \"Apache-2.0\"}]";

  private final DependencyRules rules = new DependencyRules(RULES);

  @Test
  void acceptsWhatIsOnTheListAndExceptionsWithAReason() {
    assertEquals(List.of(), rules.complaints(bill("5.0.12", APACHE)));
    assertEquals(Set.of(), rules.unused(List.of(bill("5.0.12", APACHE))));
  }

  @Test
  void namesWhatHasAnotherLicenceOrNoneAndTheWayToIt() {
    assertEquals(
        List.of("org.deep:deep 2.1 has the licence [AGPL-3.0], by com.example:web → org.deep:deep"),
        rules.complaints(
            bill("5.0.12", ", \"licenses\": [{\"license\": {\"id\": \"AGPL-3.0\"}}]")));
    assertEquals(
        List.of("org.deep:deep 2.1 has the licence [], by com.example:web → org.deep:deep"),
        rules.complaints(bill("5.0.12", "")));
  }

  @Test
  void namesAVersionThatAnAdvisoryTouches() {
    assertEquals(
        List.of("com.example:web 5.0.10: CVE-1; use 5.0.12 or newer, by com.example:web"),
        rules.complaints(bill("5.0.10", APACHE)));
    assertEquals(List.of(), rules.complaints(bill("4.5.30", APACHE)));
  }

  @Test
  void findsExceptionsThatNothingNeedsAndThoseWithoutAReason() {
    Bill empty = Bill.parse("{}");

    assertEquals(Set.of("org.odd:odd"), rules.unused(List.of(empty)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DependencyRules("exceptions: [{component: 'a:b', licence: C}]"));
  }

  @ParameterizedTest
  @CsvSource({"5.0.9, 5.0.12", "4.2.12.Final, 4.2.13", "1.2, 1.2.1", "9, 10"})
  void comparesVersionsByTheirNumbers(String older, String newer) {
    assertTrue(DependencyRules.compare(older, newer) < 0);
    assertTrue(DependencyRules.compare(newer, older) > 0);
    assertEquals(0, DependencyRules.compare(older, older));
  }
}
