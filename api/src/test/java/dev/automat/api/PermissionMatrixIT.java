package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.api.PermissionMatrix.Somebody;
import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.config.GivenSetting;
import dev.automat.identity.Role;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every cell of docs/permissions.md over HTTP. What an operation names beside the team does not
 * exist, so that one that is let in changes nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class PermissionMatrixIT {

  private static final String NOWHERE = "nothing-here";

  private final Map<String, Optional<String>> tokens = new HashMap<>();
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path home) {
    server =
        new RunningServer(
            home, new GivenSetting("http.limits.failedAuthenticationsPerMinute", "0", "test"));
    for (Somebody somebody : Somebody.all()) {
      tokens.put(
          somebody.name(),
          somebody
              .role()
              .map(role -> Tokens.of(server, PermissionMatrix.OWN, role))
              .or(() -> somebody.known() ? Optional.of(ofNoRole()) : Optional.empty()));
    }
  }

  /** A role in a team that is neither of the two is none in them. */
  private String ofNoRole() {
    return Tokens.of(server, "elsewhere", Role.VIEWER);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<Operation> operations() {
    return Contract.load().operations().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void holds(Operation operation) {
    for (Somebody somebody : Somebody.all()) {
      for (String team : List.of(PermissionMatrix.OWN, PermissionMatrix.OTHER)) {
        check(operation, somebody, team);
      }
    }
  }

  private void check(Operation operation, Somebody somebody, String team) {
    String path = path(operation, team);
    Ask ask = server.askAs(tokens.get(somebody.name()), operation.method(), path);
    if (operation.body().isPresent()) {
      ask.json("{}");
    }
    Ask.Told told = ask.send();
    String what = somebody.name() + ": " + operation.method() + " " + path + ": " + told;
    switch (PermissionMatrix.expected(operation, somebody, team)) {
      case YES, OWN_TEAMS -> {
        assertTrue(told.status() != 401 && told.status() != 403, what);
        assertFalse(told.text().contains("you have no role in it"), what);
      }
      case UNAUTHENTICATED -> {
        assertEquals(401, told.status(), what);
        assertEquals("unauthenticated", told.at("/code"), what);
        assertTrue(told.header("WWW-Authenticate").startsWith("Bearer"), what);
        assertFalse(told.at("/fix").isEmpty(), what);
      }
      case FORBIDDEN -> {
        assertEquals(403, told.status(), what);
        assertEquals("forbidden", told.at("/code"), what);
        assertTrue(told.at("/detail").contains(operation.permission().text()), what);
      }
      case HIDDEN -> assertEquals(hidden(operation, somebody), withoutIds(told, team), what);
    }
  }

  /** What somebody is told of a team that nobody ever spoke of. */
  private String hidden(Operation operation, Somebody somebody) {
    String path = path(operation, "never-was");
    Ask ask = server.askAs(tokens.get(somebody.name()), operation.method(), path);
    if (operation.body().isPresent()) {
      ask.json("{}");
    }
    Ask.Told told = ask.send();
    assertEquals(404, told.status(), told.toString());
    return withoutIds(told, "never-was");
  }

  private static String withoutIds(Ask.Told told, String team) {
    return told.status()
        + told.text()
            .replace(told.at("/requestId"), "REQUEST")
            .replace("team " + team, "team TEAM");
  }

  private static String path(Operation operation, String team) {
    Map<String, String> values = new HashMap<>();
    operation.path().parameters().forEach(name -> values.put(name, NOWHERE));
    values.put("team", team);
    values.put("kinds", "databases");
    return operation.path().fill(values);
  }
}
