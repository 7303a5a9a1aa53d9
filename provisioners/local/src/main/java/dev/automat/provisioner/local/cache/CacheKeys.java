package dev.automat.provisioner.local.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of a cache that goes.
 *
 * @param prefix with which all of them begin; no character of it is a wildcard
 */
record CacheKeys(String prefix) {

  /** Below the deadline of a call of the SPI; what is left is deleted by the next one. */
  private static final Duration PATIENCE = Duration.ofSeconds(35);

  /** Of one step: so many are looked at while everybody else waits. */
  private static final String STEP = "500";

  private static final String BEGINNING = "0";

  /**
   * Deletes as many as the time is enough for.
   *
   * @return whether none is left
   */
  boolean delete(RedisSession session) throws IOException {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    boolean all = true;
    for (String database : databases(session)) {
      session.call("SELECT", database);
      all &= delete(session, limit);
    }
    session.call("SELECT", BEGINNING);
    return all;
  }

  /** Those that hold anything: a prefix is the same in each of them. */
  private static List<String> databases(RedisSession session) throws IOException {
    return session
        .call("INFO", "keyspace")
        .text()
        .lines()
        .filter(line -> line.startsWith("db"))
        .map(line -> line.substring(2, line.indexOf(':')))
        .toList();
  }

  private boolean delete(RedisSession session, long limit) throws IOException {
    String cursor = BEGINNING;
    do {
      if (System.nanoTime() > limit) {
        return false;
      }
      List<Reply> page = session.call("SCAN", cursor, "MATCH", prefix + "*", "COUNT", STEP).items();
      List<String> keys = page.get(1).texts();
      if (!keys.isEmpty()) {
        List<String> command = new ArrayList<>(List.of("UNLINK"));
        command.addAll(keys);
        session.call(command);
      }
      cursor = page.getFirst().text();
    } while (!cursor.equals(BEGINNING));
    return true;
  }
}
