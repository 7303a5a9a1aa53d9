package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was just accepted keeps the phase of before until the engine has looked. */
class ProgressTest {

  private static final String ORDERS = "/v1/teams/payments/databases/orders";

  private static final String FILE =
      """
      kind: Database
      metadata: {team: payments, name: orders}
      spec: {environment: dev}
      """;

  private ToldServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ToldServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String document(
      String phase, int generation, int observed, String reason, int spoken) {
    return """
    {"kind": "Database",
     "metadata": {"team": "payments", "name": "orders", "uid": "u1", "generation": %d},
     "plan": {"module": "toy@1.0.0", "stateful": true},
     "status": {"phase": "%s", "observedGeneration": %d,
       "quarantine": {"since": "2026-01-01T00:00:00Z", "deletesAt": "2026-01-04T00:00:00Z"}, "conditions": [
       {"type": "Synced", "status": "False", "reason": "%s", "message": "no", "observedGeneration": %d},
       {"type": "Compliant", "status": "True", "reason": "Keeps", "message": "", "observedGeneration": %d}]}}
    """
        .formatted(generation, phase, observed, reason, spoken, generation);
  }

  @ParameterizedTest
  @CsvSource({
    "Pending, 1, 0, Waiting, 1, UNDER_WAY",
    "Ready, 2, 2, InSync, 2, USABLE",
    "Ready, 3, 2, InSync, 2, UNDER_WAY",
    "Expiring, 2, 2, InSync, 2, USABLE",
    "Failed, 2, 0, Refused, 2, STUCK",
    "Failed, 3, 0, Refused, 2, UNDER_WAY",
    "Degraded, 2, 2, Refused, 2, STUCK",
    "Degraded, 3, 2, Refused, 2, UNDER_WAY",
    "Degraded, 2, 2, Retrying, 2, UNDER_WAY",
    "Quarantined, 2, 2, InSync, 2, STUCK",
    "Deleting, 2, 2, InSync, 2, UNDER_WAY",
    "Deleted, 2, 2, InSync, 2, GONE"
  })
  void aPhaseCountsForTheGenerationThatTheEngineSpeaksOf(
      String phase, int generation, int observed, String reason, int spoken, Progress progress) {
    assertEquals(
        progress,
        Progress.of(Json.mapper().readTree(document(phase, generation, observed, reason, spoken))));
  }

  @Test
  void aDeletionIsNotOverWhileThePhaseOfBeforeStands() {
    for (String phase : new String[] {"Failed", "Quarantined", "Ready", "Deleting"}) {
      assertEquals(
          Progress.UNDER_WAY,
          Progress.ofDeletion(Json.mapper().readTree(document(phase, 1, 1, "Refused", 1))),
          phase);
    }
  }

  @Test
  void aFixThatWasJustAcceptedHasNotFailed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("orders.yaml"), FILE);
    server.answer("PUT " + ORDERS, 202, document("Failed", 2, 0, "Refused", 1));
    server.answer("GET /v1/resources", 200, "{\"items\": []}");
    server.answer("GET " + ORDERS, 200, document("Ready", 2, 2, "InSync", 2));

    assertEquals(ExitCode.OK, server.run("apply", "-f", file.toString()).exitCode());
    ToldServer.Done pruned =
        server.run("apply", "-f", folder.toString(), "--prune", "--managed-by", "git:a/b");
    assertEquals(ExitCode.OK, pruned.exitCode(), pruned::toString);
    ToldServer.Done waited =
        server.run(
            "apply", "-f", folder.toString(), "--prune", "--managed-by", "git:a/b", "--wait", "30");
    assertEquals(ExitCode.OK, waited.exitCode(), waited::toString);
  }

  @Test
  void aFailureOfTheSameGenerationIsOne(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("orders.yaml"), FILE);
    server.answer("PUT " + ORDERS, 200, document("Failed", 2, 0, "Refused", 2));
    ToldServer.Done again = server.run("apply", "-f", file.toString());
    assertEquals(ExitCode.FAILED, again.exitCode(), again::toString);
    assertTrue(again.err().contains("Refused: no"), again::toString);
  }

  @Test
  void anUpgradeWaitsUntilTheEngineHasLooked() {
    server.answer("POST " + ORDERS + ":upgrade", 202, document("Failed", 2, 0, "Refused", 1));
    server.answer("GET " + ORDERS, 200, document("Ready", 2, 2, "InSync", 2));
    ToldServer.Done done = server.run("upgrade", "payments", "database", "orders");
    assertEquals(ExitCode.OK, done.exitCode(), done::toString);
  }
}
