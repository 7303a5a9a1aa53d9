package dev.automat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What kill -9 leaves is the file as it stands, so a copy of the open file is such a death at just
 * that moment. H2 finds its newest commit from the file's header; version 2.5.252 wrote the last
 * but one into it whenever it used freed room again, and a server that died then had lost what it
 * had acknowledged since.
 */
class H2CrashImageTest {

  private static final int COMMITS = 150;

  /** No retention, so that freed room is used again at once and not only after seconds. */
  private static final String SETTINGS =
      ";WRITE_DELAY=0;RETENTION_TIME=0;DB_CLOSE_ON_EXIT=FALSE;MODE=PostgreSQL";

  @Test
  void findsTheNewestCommitInTheFileOfADeadProcess(@TempDir Path directory) throws Exception {
    Path dead = directory.resolve("dead.mv.db");
    try (Connection living = open(directory.resolve("living"))) {
      execute(living, "CREATE TABLE counter(id INT PRIMARY KEY, number INT, filler VARCHAR)");
      execute(living, "INSERT INTO counter VALUES (1, 0, '')");
      boolean reused = false;
      long size = 0;
      for (int i = 1; i <= COMMITS; i++) {
        String filler = "x".repeat((i % 7) * 3_000);
        execute(living, "UPDATE counter SET number = " + i + ", filler = '" + filler + "'");
        execute(living, "CHECKPOINT SYNC");
        Path file = directory.resolve("living.mv.db");
        reused |= Files.size(file) <= size;
        size = Files.size(file);
        Files.copy(file, dead, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(i, valueIn(directory.resolve("dead")), "after commit " + i);
      }
      assertTrue(reused, "no room was used again, so nothing was tried");
    }
  }

  private static int valueIn(Path base) throws SQLException {
    try (Connection connection = open(base);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT number FROM counter")) {
      assertTrue(found.next());
      return found.getInt(1);
    }
  }

  private static Connection open(Path base) throws SQLException {
    return DriverManager.getConnection("jdbc:h2:file:" + base + SETTINGS, "sa", "");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
