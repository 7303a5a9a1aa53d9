package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What must hold in the servers of the provisioner {@code local} when all is said and done. */
record LocalAftermath(Aftermath common, LocalServers servers) {

  /** SQLSTATE of a password that is wrong. */
  private static final String WRONG_PASSWORD = "28P01";

  /** Exactly what the API lists, with the settings that were asked for, and nothing else. */
  void theServersHoldWhatTheApiLists() throws SQLException, IOException {
    Await.until("the servers are back, though nothing is to be changed", servers::answer);
    Map<String, Integer> databases = new TreeMap<>();
    Set<String> queues = new TreeSet<>();
    for (JsonNode document : common.listed()) {
      String name = document.at("/status/externalName").asString();
      if (document.path("kind").asString().equals("Database")) {
        databases.put(name, document.at("/plan/settings/connectionLimit").asInt());
      } else {
        queues.add(name);
        queues.add(name + "-dlq");
      }
    }
    assertEquals(databases, servers.databases());
    Set<String> roles = new TreeSet<>(databases.keySet());
    roles.addAll(users());
    assertEquals(roles, servers.roles());
    assertEquals(queues, servers.queues());
  }

  /** The users of all bindings that the API lists. */
  private Set<String> users() {
    Set<String> users = new TreeSet<>();
    for (Kept resource : common.kept()) {
      Answer bindings = common.talk().get(resource.path() + "/bindings");
      if (bindings.isGood()) {
        for (JsonNode binding : bindings.json().path("items")) {
          users.add(
              binding.at("/metadata/resource/uid").asString()
                  + "_"
                  + binding.at("/metadata/id").asString()
                  + "_"
                  + binding.at("/status/version").asInt());
        }
      }
    }
    return users;
  }

  /** What is bound is bound once, and its connection works. */
  void bindingsComeToRest(List<Kept> bound) throws SQLException {
    for (Kept database : bound) {
      String path = BindingClient.binding(database);
      Await.until(
          () -> "the binding is at rest: " + common.talk().get(path),
          () -> {
            Answer binding = common.talk().get(path);
            return binding.at("/status/phase").equals("Ready")
                && binding.at("/status/previousVersion").isEmpty();
          });
      requireLogin(common.talk().get(path + "/connection"));
    }
  }

  void everyConnectionWorks() throws SQLException, IOException {
    for (Kept resource : common.kept()) {
      if (common.talk().get(resource.path()).isGood()) {
        Answer connection = Login.awaitReady(common.talk(), resource);
        if (resource.isDatabase()) {
          requireLogin(connection);
        } else {
          assertEquals(
              Integer.parseInt(
                  resource.setting(resource.variant(common.talk().get(resource.path())))),
              servers.visibilityTimeout(connection.at("/url")));
        }
      }
    }
  }

  private static void requireLogin(Answer connection) throws SQLException {
    try (Connection session = Login.open(connection)) {
      assertTrue(session.isValid(60));
    }
    SQLException refusal =
        assertThrows(
            SQLException.class, () -> Login.open(connection, connection.at("/password") + "x"));
    assertEquals(WRONG_PASSWORD, refusal.getSQLState());
  }
}
