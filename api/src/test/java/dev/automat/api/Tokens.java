package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.identity.Role;

/** Tokens for tests, made as everybody makes them. */
final class Tokens {

  private Tokens() {}

  /** Of a team for a role in a team, else of the platform. */
  static String of(RunningServer server, String team, Role role) {
    String place = role.isOfTeam() ? "/v1/teams/" + team : "/v1";
    Ask.Told made =
        server
            .ask("POST", place + "/tokens")
            .json(
                "{\"name\": \"test\", \"role\": \"%s\", \"expires\": \"1d\"}"
                    .formatted(role.text()))
            .send();
    assertEquals(201, made.status(), made.toString());
    return made.at("/token");
  }
}
