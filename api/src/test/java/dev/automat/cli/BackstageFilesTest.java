package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The files in {@code backstage/} are what the commands write; {@code -Ddocs.update=true} writes
 * them anew. Its own tests hold them against the schemas of Backstage.
 */
class BackstageFilesTest {

  /** Tests run in {@code api}. */
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private static final BackstageEntities ENTITIES =
      new BackstageEntities(
          "default",
          URI.create("https://automat.example.com"),
          new FolderKey.Reader(kind -> kind.toLowerCase(Locale.ROOT) + "s"));

  private static final String DATABASE =
      """
      {"apiVersion": "automat.dev/v1", "kind": "Database",
       "metadata": {"team": "payments", "name": "orders", "uid": "aaaaaaaaaaaaaaaaaaaa", "expiresAt": "2026-12-13T10:00:00Z", "managedBy": "git:acme/infra/dev"},
       "spec": {"environment": "dev", "purpose": "orders of the web shop"},
       "plan": {"module": "postgres@1.0.0", "tags": {"environment": "dev", "owner": "payments-team", "cost-center": "cc-1234"},
                "cost": {"currency": "USD", "monthly": "25.66", "complete": true},
                "links": {"runbook": "https://docs.example.com/database", "chat": "slack:payments"}},
       "status": {"phase": "Ready", "parts": [{"role": "instance", "cloudId": "db-1", "link": "https://console.example.com/db-1"}]}}
      """;

  private static final String QUEUE =
      """
      {"apiVersion": "automat.dev/v1", "kind": "Queue",
       "metadata": {"team": "a-team-with-a-name-that-is-quite-long", "name": "and-a-queue-whose-name-is-not-short", "uid": "bbbbbbbbbbbbbbbbbbbb"},
       "spec": {"environment": "prod"},
       "plan": {"module": "standard@1.0.0", "tags": {"environment": "prod"}, "cost": {"currency": "USD", "monthly": "0.40", "complete": false}},
       "status": {"phase": "Degraded"}}
      """;

  @Test
  void theTemplateIsThatOfTheCatalogue(@TempDir Path home) throws IOException {
    Path file = home.resolve("automat.yaml");
    Files.writeString(file, "catalogDir: " + REPOSITORY.resolve("modules"));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "backstage",
            "template",
            "--config",
            file.toString());
    assertEquals(ExitCode.OK, exitCode, err::toString);
    standsIn("backstage/templates/service/template.yaml", out.toString());
  }

  @Test
  void entitiesAreAsTheirFileSays() throws IOException {
    standsIn(
        "backstage/test/entities.yaml",
        Stream.of(DATABASE, QUEUE)
            .map(text -> ENTITIES.of(Json.read(text, JsonNode.class)))
            .map(Format.yaml::write)
            .collect(Collectors.joining("\n---\n", "", "\n")));
  }

  @Test
  void aNameThatIsTooLongIsToldApartByItsUid() {
    FolderKey key = new FolderKey("t".repeat(40), "databases", "n".repeat(40));
    String name = BackstageEntities.name(key, "a".repeat(20));
    assertEquals(63, name.length());
    assertTrue(name.endsWith("-" + "a".repeat(20)), name);
  }

  private static void standsIn(String name, String text) throws IOException {
    Path file = REPOSITORY.resolve(name);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(file, text);
    }
    assertEquals(
        text,
        Files.exists(file) ? Files.readString(file) : "",
        () ->
            name
                + " is old: run mvn test -pl api -am -Dtest=BackstageFilesTest -Ddocs.update=true"
                + " -Dsurefire.failIfNoSpecifiedTests=false");
  }
}
