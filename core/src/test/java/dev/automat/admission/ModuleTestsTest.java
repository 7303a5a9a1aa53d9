package dev.automat.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.ModuleTests.Result;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.catalog.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ModuleTestsTest {

  private static final Path MODULES = Path.of("..", "modules");

  @TempDir Path directory;

  @TestFactory
  List<DynamicTest> theGoldenPathsKeepTheirOwnTests() {
    Catalog catalog = Catalog.load(MODULES, FakePlugins.local());
    ModuleTests tests = new ModuleTests(catalog);
    return catalog.kinds().stream()
        .flatMap(kind -> catalog.modules(kind.name()).stream())
        .flatMap(module -> tests.run(module).stream().map(result -> check(module, result)))
        .toList();
  }

  private static DynamicTest check(Module module, Result result) {
    return DynamicTest.dynamicTest(
        module.id() + ": " + result.name(),
        () -> {
          assertEquals(List.of(), result.differences());
          assertTrue(result.passed());
        });
  }

  @Test
  void sayWhatTheyCouldNotTry() {
    Catalog catalog = Catalog.load(MODULES, FakePlugins.local());
    Module postgres = catalog.module("Database", "postgres", Optional.empty()).orElseThrow();

    List<Result> onAws =
        new ModuleTests(catalog)
            .run(postgres).stream().filter(result -> result.on().equals("aws")).toList();

    assertEquals(5, onAws.size());
    assertEquals(
        Optional.of("settings were not checked by the plugin: the plugin aws is not installed"),
        onAws.getFirst().unchecked());
  }

  @Test
  void sayWhatDiffers() throws IOException {
    Module module =
        withTests(
            """
            - {name: wrong setting, on: local, given: {environment: dev}, expect: {plan: {settings: {connectionLimit: 21, nothing: 1}}}}
            - {name: not refused, on: local, given: {environment: dev}, expect: {violations: [{rule: a, pointer: /b}]}}
            - {name: refused, on: local, given: {environment: dev, size: huge}, expect: {plan: {}}}
            - {name: otherwise refused, on: local, given: {environment: dev, size: huge}, expect: {violations: [{rule: max-lifetime, pointer: /spec/lifetime}]}}
            """);

    List<Result> results =
        new ModuleTests(Catalog.load(directory, FakePlugins.local())).run(module);

    assertEquals(
        List.of(
            "/settings/connectionLimit: expected 21, was 20",
            "/settings/nothing: expected 1, was absent"),
        results.get(0).differences());
    assertEquals(
        List.of("was admitted, and violations were expected"), results.get(1).differences());
    assertEquals(
        List.of("was refused: unknown-size at /spec/size: there is no size huge of postgres@1.0.0"),
        results.get(2).differences());
    assertEquals(
        List.of(
            "not expected: unknown-size at /spec/size: there is no size huge of postgres@1.0.0",
            "did not come: max-lifetime at /spec/lifetime"),
        results.get(3).differences());
  }

  private Module withTests(String tests) throws IOException {
    Path module = Path.of("database", "postgres", "1.0.0.yaml");
    String text = Files.readString(MODULES.resolve(module));
    Files.createDirectories(directory.resolve(module).getParent());
    Files.copy(
        MODULES.resolve("database/kind.yaml"), directory.resolve("database").resolve("kind.yaml"));
    Files.writeString(
        directory.resolve(module),
        text.substring(0, text.indexOf("tests:")) + "tests:\n" + tests.indent(2));
    Catalog catalog = Catalog.load(directory, FakePlugins.local());
    assertEquals(List.of(), catalog.rejected());
    return catalog.module("Database", "postgres", Optional.empty()).orElseThrow();
  }
}
