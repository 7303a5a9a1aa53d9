package dev.automat.cli.check;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.redis.RedisSession;
import dev.automat.testkit.redis.TestRedis;
import dev.automat.testkit.server.FreePort;
import dev.automat.testkit.server.MariaDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache is tried as an application would, against a real server. */
final class CacheCheckIT {

  private static final String PASSWORD = "c4nary/with:odd@chars%";

  @TempDir private Path directory;

  @Test
  void signsInAndSaysWhatAnswersAndWhoIsNotLetIn() throws Exception {
    try (TestRedis redis = TestRedis.start(directory)) {
      try (RedisSession administrator = redis.open()) {
        administrator.call("ACL", "SETUSER", "app", "on", ">" + PASSWORD, "~app:*", "+@all");
      }
      Map<String, String> connection = connection(redis);

      String said = check(connection).run();

      assertTrue(said.startsWith("logged in to Redis 7") || said.contains("Redis 8"), said);
      assertTrue(said.contains("as app: its keys begin with app:"), said);
      connection.put("password", "another");
      ConnectionCheck.CheckFailedException refused =
          assertThrows(ConnectionCheck.CheckFailedException.class, () -> check(connection).run());
      String why = String.valueOf(refused.getMessage());
      assertTrue(why.contains("does not let app in: WRONGPASS"), why);
      assertFalse(why.contains(PASSWORD) || check(connection).toString().contains(PASSWORD));
    }
  }

  /** As on Memorystore, where each instance has an authority that nobody else knows. */
  @Test
  void overTlsItBelievesWhoTheConnectionNamesAndNobodyElse() throws Exception {
    Path own = MariaDb.certificate(directory, "own");
    Path other = MariaDb.certificate(directory, "other");
    int port = FreePort.find();
    try (TestRedis redis =
        TestRedis.start(
            directory,
            List.of(
                "--tls-port",
                String.valueOf(port),
                "--tls-auth-clients",
                "no",
                "--tls-cert-file",
                own.toString(),
                "--tls-key-file",
                directory.resolve("own.key").toString(),
                "--tls-ca-cert-file",
                own.toString(),
                "--requirepass",
                PASSWORD))) {
      Map<String, String> connection = connection(redis);
      connection.put("port", Integer.toString(port));
      connection.put("username", "default");
      connection.put("uri", "rediss://default:x@127.0.0.1:" + port);
      connection.put("serverCa", Files.readString(other) + Files.readString(own));

      assertTrue(check(connection).run().contains("as default"));

      for (String nobodyHeKnows : List.of(Files.readString(other), "", "no certificate")) {
        connection.put("serverCa", nobodyHeKnows);
        assertThrows(ConnectionCheck.CheckFailedException.class, () -> check(connection).run());
      }
    }
  }

  private static ConnectionCheck check(Map<String, String> connection) {
    return ConnectionCheck.of(connection).orElseThrow();
  }

  private static Map<String, String> connection(TestRedis redis) {
    Map<String, String> connection = new HashMap<>();
    connection.put("host", "127.0.0.1");
    connection.put("port", Integer.toString(redis.port()));
    connection.put("username", "app");
    connection.put("password", PASSWORD);
    connection.put("prefix", "app:");
    connection.put("uri", "redis://app:x@127.0.0.1:" + redis.port());
    return connection;
  }
}
