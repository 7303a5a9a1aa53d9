package dev.automat.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.cost.PriceBook;
import dev.automat.document.Documents;
import dev.automat.policy.Policies;
import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Inputs from every layer, and the settings made from them. */
class MergeTest {

  private static final String MODULE =
      """
      module: plain
      kind: Thing
      version: 1.0.0
      status: stable
      inputs:
        type: object
        additionalProperties: false
        required: [must]
        properties:
          a: {type: string, default: schema}
          b: {type: string, default: schema}
          c: {type: string, default: schema}
          d: {type: string, default: schema}
          e: {type: string, default: schema}
          must: {type: integer}
          ratio: {type: number, default: 1}
          ports: {type: array, items: {type: integer}}
          backup: {type: object, required: [days], properties: {days: {type: integer}, at: {type: string}}}
      sizes:
        small: {vars: {n: 1}, inputs: {b: size, c: size, d: size, e: size}}
      environments:
        dev: {sizes: [small], defaultSize: small, lifetime: {default: 1d, max: 2d}, inputs: {c: environment, d: environment, e: environment}}
      classifications:
        confidential: {inputs: {d: classification, e: classification}}
      provisioners:
        moon:
          type: moon/thing
          settings:
            text: "${inputs.a}${inputs.b}${inputs.c}${inputs.d}${inputs.e}"
            must: "${inputs.must + size.n}"
            ratio: "${inputs.ratio}"
            ports: "${inputs.ports}"
            backup: {days: "${inputs.backup.days}", at: "${inputs.backup.at}", fixed: true}
            list: [1, "${inputs.backup.at}", "x"]
      """;

  @TempDir Path directory;

  private Catalog catalog =
      new LoadedCatalog(
          Map.of(),
          Map.of(),
          List.of(),
          PriceBook.empty(),
          Policies.NONE,
          new TagForms(List.of()),
          Optional.empty());

  @BeforeEach
  void load() throws IOException {
    Path module = directory.resolve("thing/plain/1.0.0.yaml");
    Files.createDirectories(module.getParent());
    Files.writeString(directory.resolve("thing/kind.yaml"), BrokenModulesTest.KIND);
    Files.writeString(module, MODULE);
    catalog = Catalog.load(directory, FakePlugins.local());
    assertEquals(List.of(), catalog.rejected());
  }

  @Test
  void theRequestIsStrongestThenClassificationThenEnvironmentThenSizeThenSchema() {
    MergedInputs merged = merge("confidential", "{e: request, must: 1}");

    assertEquals(
        Map.of(
            "/inputs/a", "module default",
            "/inputs/b", "size small",
            "/inputs/c", "environment dev",
            "/inputs/d", "classification confidential",
            "/inputs/e", "request",
            "/inputs/must", "request",
            "/inputs/ratio", "module default"),
        merged.origins());
    assertEquals("classification", merged.values().get("d"));
  }

  @Test
  void settingsOfAbsentInputsAreLeftOut() {
    assertEquals(
        Json.read(
            """
            {"text":"schemasizeenvironmentenvironmente","must":3,"ratio":1.0,"backup":{"fixed":true},"list":[1,"x"]}
            """,
            JsonNode.class),
        settings("{e: e, must: 2}"));
    assertEquals(
        Json.read(
            """
            {"text":"schemasizeenvironmentenvironmentenvironment","must":3,"ratio":2.5,"ports":[1,2],
             "backup":{"days":7,"at":"noon","fixed":true},"list":[1,"noon","x"]}
            """,
            JsonNode.class),
        settings("{must: 2.0, ratio: 2.5, ports: [1, 2.0], backup: {days: 7, at: noon}}"));
  }

  @Test
  void problemsNameTheirPlaceAndLeaveTheRestAlone() {
    MergedInputs merged = merge("internal", "{backup: {at: 3}, a: ok}");

    assertEquals(
        Set.of("/must required", "/backup/days required", "/backup/at type"),
        merged.problems().stream()
            .map(problem -> problem.pointer() + " " + problem.keyword())
            .collect(Collectors.toSet()));
    assertEquals("ok", merged.values().get("a"));
    assertEquals(false, merged.values().containsKey("backup"));
  }

  @Test
  void wholeNumbersHave64Bits() {
    for (String number : List.of("1e300", "-9.3e18")) {
      MergedInputs merged = merge("internal", "{must: " + number + "}");

      assertEquals(
          List.of("holds a number that does not fit in 64 bits"),
          merged.problems().stream().map(Schema.Problem::message).toList());
      assertEquals("/must", merged.problems().getFirst().pointer());
    }
    assertEquals(List.of(), merge("internal", "{must: 1e3, ratio: 1e300}").problems());
  }

  private MergedInputs merge(String classification, String inputs) {
    return module()
        .merge(
            Optional.of("small"),
            Optional.of("dev"),
            Optional.of(classification),
            (ObjectNode) Documents.parse("inputs", inputs).root());
  }

  private JsonNode settings(String inputs) {
    MergedInputs merged = merge("internal", inputs);
    assertEquals(List.of(), merged.problems());
    Map<String, Object> settings =
        module()
            .provisioner("moon")
            .orElseThrow()
            .settings(
                module().variables(module().size("small"), merged, Map.of()),
                (setting, reason) -> {
                  throw new AssertionError(setting + ": " + reason);
                });
    return Json.read(Json.write(settings), JsonNode.class);
  }

  private Module module() {
    return catalog.module("Thing", "plain", Optional.empty()).orElseThrow();
  }
}
