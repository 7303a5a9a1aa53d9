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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

  private static final String STACK =
      """
      {"apiVersion": "automat.dev/v1", "kind": "Stack",
       "metadata": {"team": "payments", "name": "pr-42", "uid": "cccccccccccccccccccc", "expiresAt": "2026-12-02T10:00:00Z", "managedBy": "backstage"},
       "spec": {"environment": "preview", "purpose": "pull request 42", "owner": "shop", "resources": {"jobs": {"kind": "Queue"}}},
       "plan": {"digest": "sha256:0", "cost": {"currency": "USD", "monthly": "0.40", "complete": true}, "resources": {"jobs": {"kind": "Queue", "name": "pr-42-jobs"}}},
       "status": {"phase": "Ready"}}
      """;

  private static final String MEMBER =
      """
      {"apiVersion": "automat.dev/v1", "kind": "Queue",
       "metadata": {"team": "payments", "name": "pr-42-jobs", "uid": "dddddddddddddddddddd", "expiresAt": "2026-12-02T10:00:00Z", "stack": "pr-42"},
       "spec": {"environment": "preview"},
       "plan": {"module": "standard@1.0.0", "tags": {"environment": "preview"}},
       "status": {"phase": "Ready"}}
      """;

  @Test
  void theTemplateOfAServiceIsThatOfTheCatalogue(@TempDir Path home) throws IOException {
    standsIn("backstage/templates/service/template.yaml", template(home));
  }

  @Test
  void theTemplateOfAPreviewIsThatOfTheCatalogue(@TempDir Path home) throws IOException {
    standsIn("backstage/templates/preview/template.yaml", template(home, "--preview"));
  }

  private static String template(Path home, String... options) throws IOException {
    Path file = home.resolve("automat.yaml");
    Files.writeString(file, "catalogDir: " + REPOSITORY.resolve("modules"));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(List.of("backstage", "template"));
    words.addAll(List.of(options));
    words.addAll(List.of("--config", file.toString()));
    int exitCode =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
    assertEquals(ExitCode.OK, exitCode, err::toString);
    return out.toString();
  }

  @Test
  void entitiesAreAsTheirFileSays() throws IOException {
    standsIn(
        "backstage/test/entities.yaml",
        ENTITIES.of(read(DATABASE, QUEUE, MEMBER), read(STACK)).stream()
            .map(Format.yaml::write)
            .collect(Collectors.joining("\n---\n", "", "\n")));
  }

  private static List<JsonNode> read(String... documents) {
    return Stream.of(documents).map(text -> Json.read(text, JsonNode.class)).toList();
  }

  @Test
  void aMemberWhoseStackIsGoingStandsForItself() {
    List<ObjectNode> entities =
        ENTITIES.of(read(MEMBER), read(STACK.replace("\"Ready\"", "\"Deleting\"")));
    assertEquals(1, entities.size());
    assertTrue(entities.getFirst().at("/spec/system").isMissingNode(), entities::toString);
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
