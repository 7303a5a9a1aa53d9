package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.trial.Talk.Answer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;

/**
 * What an application wrote before the first kill.
 *
 * @param owner the client whose database and queue hold it
 * @param words written into both
 */
record Keepsake(CrashClient owner, String words) {

  /** Makes database and queue of that client, and writes. */
  static Keepsake leave(CrashClient client, Talk talk, LocalServers servers) throws Exception {
    Keepsake keepsake = new Keepsake(client, "kept in " + client.database());
    client.put(client.database(), 0);
    client.put(client.queue(), 0);
    Answer database = Login.awaitReady(talk, client.database());
    try (Connection session = Login.open(database);
        Statement statement = session.createStatement()) {
      statement.execute("CREATE TABLE keepsake (words text)");
      statement.execute("INSERT INTO keepsake VALUES ('" + keepsake.words + "')");
    }
    servers.sendMessage(Login.awaitReady(talk, client.queue()).at("/url"), keepsake.words);
    return keepsake;
  }

  void requireStillThere(Talk talk, LocalServers servers) throws Exception {
    try (Connection session = Login.open(Login.awaitReady(talk, owner.database()));
        Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery("SELECT words FROM keepsake")) {
      assertTrue(rows.next(), () -> owner.database() + " lost what was in it");
      assertEquals(words, rows.getString(1));
    }
    String queue = Login.awaitReady(talk, owner.queue()).at("/url");
    assertEquals(List.of(words), servers.receive(queue));
  }
}
