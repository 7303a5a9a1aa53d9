package dev.automat.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import dev.automat.spi.TypeDescriptor.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The modules that come with Automat. */
class GoldenPathsTest {

  private static final Catalog CATALOG =
      Catalog.load(Path.of("..", "modules"), FakePlugins.local());

  @Test
  void allAreUsable() {
    assertEquals(List.of(), CATALOG.rejected());
    assertEquals(
        List.of("Cache", "Database", "Queue"),
        CATALOG.kinds().stream().map(Kind::name).sorted().toList());
    assertEquals("Queue", CATALOG.kindByPlural("queues").orElseThrow().name());
  }

  @Test
  void showWhatTheyOffer() {
    Module postgres = CATALOG.module("Database", "postgres", Optional.empty()).orElseThrow();

    assertEquals("postgres@1.0.0", postgres.id());
    assertTrue(postgres.digest().startsWith("sha256:"));
    assertEquals(ModuleStatus.Stage.STABLE, postgres.status().stage());
    assertEquals(
        List.of("dev", "preview", "staging", "prod"),
        postgres.environments().stream().map(Environment::name).toList());
    Environment prod = postgres.environment("prod").orElseThrow();
    assertEquals(List.of("medium", "large"), prod.sizes());
    assertTrue(prod.lifetime().endless());
    assertTrue(prod.deletionProtection());
    assertEquals(
        Map.of(
            "connections",
            20L,
            "rdsClass",
            "db.t4g.small",
            "sqlTier",
            "db-custom-1-3840",
            "sqlCpus",
            1L,
            "sqlMemoryGiB",
            3.75),
        postgres.size("small").orElseThrow().vars());
  }

  @Test
  void sayWhichProvisionersCanBeUsed() {
    Module postgres = CATALOG.module("Database", "postgres", Optional.empty()).orElseThrow();

    assertEquals(Optional.empty(), postgres.provisioner("local").orElseThrow().unavailable());
    assertEquals(
        Optional.of("the plugin aws is not installed"),
        postgres.provisioner("aws").orElseThrow().unavailable());
  }

  /** What one cloud can not make here is offered all the same, and says why it can not be had. */
  @Test
  void eachKindHasAGoldenPathOnEachCloud() {
    for (String id : List.of("Database/postgres", "Cache/redis")) {
      String[] kind = id.split("/", -1);
      Module module = CATALOG.module(kind[0], kind[1], Optional.empty()).orElseThrow();
      assertEquals(
          Map.of(
              "local",
              Optional.empty(),
              "aws",
              Optional.of("the plugin aws is not installed"),
              "gcp",
              Optional.of("the plugin gcp is not installed")),
          module.provisioners().stream()
              .collect(Collectors.toMap(Mapping::provisioner, Mapping::unavailable)),
          id);
    }
  }

  /** A plugin may be there, and the program that it needs not. */
  @Test
  void aTypeThatAMachineLacksAProgramForIsUnavailableAndTheOthersAreNot() {
    InstalledPlugins plugins = FakePlugins.localWithout("local/redis", "no redis: install one");
    plugins.ask(Map.of());
    Catalog catalog = Catalog.load(Path.of("..", "modules"), plugins);

    Module redis = catalog.module("Cache", "redis", Optional.empty()).orElseThrow();
    assertEquals(
        Optional.of("no redis: install one"),
        redis.provisioner("local").orElseThrow().unavailable());
    Module postgres = catalog.module("Database", "postgres", Optional.empty()).orElseThrow();
    assertEquals(Optional.empty(), postgres.provisioner("local").orElseThrow().unavailable());
    assertTrue(
        BundleReport.of(catalog).unavailable().stream().noneMatch(each -> each.endsWith("local")),
        "another machine may have it, and take the same catalogue");
  }

  @Test
  void markWhatAChangeMeans() {
    Map<String, InputMarks> marks =
        CATALOG.module("Database", "postgres", Optional.empty()).orElseThrow().marks();

    assertEquals(
        new InputMarks(true, false, new TreeMap<>(Map.of("local", Change.REPLACE))),
        marks.get("engineVersion"));
    assertEquals(new InputMarks(false, true, new TreeMap<>()), marks.get("storageGiB"));
  }

  @Test
  void publishACompleteSchemaOfTheSpec() {
    Module postgres = CATALOG.module("Database", "postgres", Optional.empty()).orElseThrow();
    Schema schema = Schema.compile(postgres.specSchema());

    assertEquals(
        List.of(),
        schema.check(
            Json.read("{\"environment\":\"dev\"}", tools.jackson.databind.JsonNode.class)));
    assertEquals(
        List.of("/environment", "/size", "/inputs/storageGiB"),
        schema
            .check(
                Json.read(
                    """
                    {"environment":"dve","size":"huge","inputs":{"storageGiB":0}}\
                    """,
                    tools.jackson.databind.JsonNode.class))
            .stream()
            .map(Schema.Problem::pointer)
            .toList());
  }
}
