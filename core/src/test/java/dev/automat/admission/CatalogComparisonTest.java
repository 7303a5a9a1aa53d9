package dev.automat.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.CatalogComparison.Change;
import dev.automat.admission.CatalogComparison.Side;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.resource.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change of the catalogue would do to what exists. */
class CatalogComparisonTest {

  private static final String POSTGRES = "database/postgres/1.0.0.yaml";
  private static final AdmissionRequest ORDERS = Requests.database("{environment: dev}");

  @TempDir Path directory;

  @BeforeEach
  void copyTheGoldenPaths() throws IOException {
    Path modules = Path.of("..", "modules");
    try (Stream<Path> files = Files.walk(modules)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = directory.resolve(modules.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private void edit(String file, String find, String replace) throws IOException {
    String text = Files.readString(directory.resolve(file));
    assertTrue(text.contains(find), find);
    Files.writeString(directory.resolve(file), text.replace(find, replace));
  }

  private void rule(String check) throws IOException {
    Files.writeString(
        directory.resolve("policies/new.yaml"),
        "policies: [{rule: new-rule, check: \"%s\", at: /spec, message: m, fix: f, severity: deny}]"
            .formatted(check));
  }

  private static Side side(Catalog catalog) {
    return new Side(catalog, new Admission(catalog, Requests.TEAMS, Requests.PLACEMENTS));
  }

  private Change compare(AdmissionRequest request) {
    return compare(request, Requests.CATALOG, Catalog.load(directory, FakePlugins.local()));
  }

  private Change compare(AdmissionRequest request, Catalog today, Catalog candidate) {
    Plan stands = Requests.plan(request);
    return new CatalogComparison(side(today), side(candidate), FakePlugins.local())
        .of(request, stands);
  }

  @Test
  void theSameAndAnotherTextThatPlansTheSameChangeNothing() throws IOException {
    assertInstanceOf(Change.Unchanged.class, compare(ORDERS));
    edit(POSTGRES, "sized for one application", "for one application");
    assertInstanceOf(Change.Unchanged.class, compare(ORDERS));
  }

  @Test
  void aNewRuleDeniesAndItsEndAllows() throws IOException {
    rule("environment != 'dev'");
    Change.NewlyDenied denied = assertInstanceOf(Change.NewlyDenied.class, compare(ORDERS));
    assertEquals("new-rule", denied.violations().getFirst().rule());
    Catalog strict = Catalog.load(directory, FakePlugins.local());

    assertInstanceOf(Change.NewlyAllowed.class, compare(ORDERS, strict, Requests.CATALOG));
    assertInstanceOf(Change.StillDenied.class, compare(ORDERS, strict, strict));
  }

  @Test
  void anotherSettingIsNamedWithBothValues() throws IOException {
    edit(POSTGRES, "{connections: 20,", "{connections: 30,");
    Change.Changed changed = assertInstanceOf(Change.Changed.class, compare(ORDERS));

    assertEquals(
        List.of("/settings/connectionLimit 20 30"),
        changed.differences().stream()
            .map(
                each ->
                    each.pointer()
                        + " "
                        + each.was().orElseThrow()
                        + " "
                        + each.now().orElseThrow())
            .toList());
  }

  @Test
  void whatCanNotBeChangedInPlaceWouldBeReplaced() throws IOException {
    edit(POSTGRES, "default: \"18\"", "default: \"17\"");
    Change.Replaced replaced = assertInstanceOf(Change.Replaced.class, compare(ORDERS));

    assertTrue(
        replaced.violations().stream()
            .anyMatch(violation -> violation.pointer().equals("/spec/inputs/engineVersion")),
        replaced::toString);
  }
}
