package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.trial.Talk.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rotating a binding under load loses no connection for an application that re-reads its secret:
 * threads sign in and write all the time, on a real PostgreSQL, while the secret is rotated.
 */
class RotationUnderLoadIT {

  private static final String DATABASE = "/v1/teams/payments/databases/busy";
  private static final String BINDING = DATABASE + "/bindings/checkout";
  private static final int OVERLAP_SECONDS = Integer.getInteger("rotation.overlap", 8);
  private static final int ROTATIONS = 3;
  private static final int THREADS = 6;

  /** How often the application looks for a new secret: far more often than the overlap is long. */
  private static final long REREAD_NANOS = 500_000_000;

  @TempDir private Path directory;

  @Test
  void noStatementFailsWhileTheSecretIsRotated() throws Exception {
    Workplace place = Workplace.in(directory);
    LocalServers servers = LocalServers.of(place);
    try (ServerProcess server = ServerProcess.launch(place);
        Talk talk = new Talk(server)) {
      bind(talk);
      Answer first = talk.get(BINDING + "/connection");
      statement(first, "CREATE TABLE purchase (id bigint PRIMARY KEY, by_user text)");
      Shop shop = new Shop(talk);
      // Closed before the threads are, however it ends.
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
          shop) {
        List<Future<?>> working = new ArrayList<>();
        working.add(threads.submit(shop::reread));
        for (int i = 0; i < THREADS; i++) {
          working.add(threads.submit(shop::open));
        }
        for (int i = 0; i < ROTATIONS; i++) {
          shop.awaitSomeMoreSales();
          rotate(talk);
        }
        shop.awaitSomeMoreSales();
        shop.close();
        for (Future<?> each : working) {
          each.get();
        }
      }
      assertEquals(List.of(), List.copyOf(shop.failures), "failed statements");
      requireAllIsThere(talk, servers, shop, first);
      System.out.printf(
          "%d connections, %d statements, %d rotations with %d s of overlap, 0 failed; by user: %s;"
              + " %d sign-ins were refused and repeated with a new secret; %d sessions lasted"
              + " longer than that%n",
          shop.connections.get(),
          shop.sales.get(),
          ROTATIONS,
          OVERLAP_SECONDS,
          shop.byUser,
          shop.refused.get(),
          shop.tooLong.get());
    } finally {
      servers.killPostgres();
    }
  }

  private static void bind(Talk talk) {
    Answer made =
        talk.settled(DATABASE, "{\"spec\": {\"environment\": \"dev\", \"size\": \"medium\"}}");
    assertEquals("Ready", made.at("/status/phase"), made::toString);
    String overlap = "{\"spec\": {\"overlap\": \"" + OVERLAP_SECONDS + "s\"}}";
    Answer bound = talk.settled(BINDING, overlap);
    assertEquals("Ready", bound.at("/status/phase"), bound::toString);
  }

  /** Until the old secret is revoked. */
  private static void rotate(Talk talk) {
    Answer rotated = talk.ask("POST", BINDING + ":rotate", "", "Prefer", "wait=60");
    assertEquals(200, rotated.status(), rotated::toString);
    Await.until(
        () -> "the old secret is revoked: " + talk.get(BINDING),
        () -> talk.get(BINDING).at("/status/previousVersion").isEmpty());
  }

  private static void statement(Answer connection, String sql) throws SQLException {
    try (Connection session = Login.open(connection);
        Statement statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void requireAllIsThere(Talk talk, LocalServers servers, Shop shop, Answer first)
      throws SQLException {
    Answer last = talk.get(BINDING + "/connection");
    try (Connection session = Login.open(last);
        Statement statement = session.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM purchase")) {
      assertTrue(rows.next());
      long unheard = rows.getLong(1) - shop.sales.get();
      assertTrue(unheard >= 0, () -> "sales that are not there: " + -unheard);
      // The last statement of a session that was ended may have been carried out.
      assertTrue(unheard <= shop.tooLong.get(), () -> "sales that nobody made: " + unheard);
    }
    // Version 1 made it and is gone; the newest may change it all the same.
    statement(last, "ALTER TABLE purchase ADD COLUMN note text");
    assertThrows(SQLException.class, () -> Login.open(first), "the first secret is revoked");
    assertEquals(ROTATIONS + 1, shop.byUser.size(), () -> "all versions were used: " + shop.byUser);
    Set<String> roles = new TreeSet<>(Set.of(last.at("/username"), last.at("/database")));
    assertEquals(roles, servers.roles(), "no other user is left");
  }

  /** The application. */
  private static final class Shop implements AutoCloseable {

    private static final int SALES_A_SESSION = 5;
    private static final int SOME_MORE = 60;

    private final Talk talk;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> byUser = new ConcurrentHashMap<>();
    private final AtomicLong sales = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicInteger refused = new AtomicInteger();

    /** Sessions that were ended, of a secret that was read longer ago than an overlap lasts. */
    private final AtomicInteger tooLong = new AtomicInteger();

    private final AtomicLong ids = new AtomicLong();
    private volatile Secret secret;
    private volatile boolean closed;

    /**
     * A secret that is good for an overlap at least from when it was read.
     *
     * @param readNanos from before it was asked for
     */
    private record Secret(Answer answer, long readNanos) {

      static Secret read(Talk talk) {
        long now = System.nanoTime();
        return new Secret(talk.get(BINDING + "/connection"), now);
      }

      /** On a machine that is busy with something else a thread may stand still for so long. */
      boolean isOutlived() {
        return System.nanoTime() - readNanos > TimeUnit.SECONDS.toNanos(OVERLAP_SECONDS);
      }
    }

    private Shop(Talk talk) {
      this.talk = talk;
      this.secret = Secret.read(talk);
    }

    private void reread() {
      while (!closed) {
        secret = Secret.read(talk);
        LockSupport.parkNanos(REREAD_NANOS);
      }
    }

    private void open() {
      while (!closed) {
        Secret known = secret;
        try (Connection session = Login.open(known.answer())) {
          connections.incrementAndGet();
          byUser.merge(known.answer().at("/username"), 1, Integer::sum);
          sell(session);
        } catch (SQLException e) {
          refusedOrLost(e, known);
        }
      }
    }

    /** Only a sign-in may be refused, and only a secret of before an overlap be of no use. */
    private void refusedOrLost(SQLException e, Secret known) {
      if (String.valueOf(e.getSQLState()).startsWith("28")) {
        refused.incrementAndGet();
        secret = Secret.read(talk);
      } else if (known.isOutlived()) {
        tooLong.incrementAndGet();
        secret = Secret.read(talk);
      } else {
        failures.add(e.getSQLState() + " " + e.getMessage());
      }
    }

    private void sell(Connection session) throws SQLException {
      try (Statement statement = session.createStatement()) {
        for (int i = 0; i < SALES_A_SESSION; i++) {
          statement.execute(
              "INSERT INTO purchase (id, by_user) VALUES ("
                  + ids.incrementAndGet()
                  + ", session_user)");
          sales.incrementAndGet();
        }
      }
    }

    private void awaitSomeMoreSales() {
      long before = sales.get();
      Await.until(
          () -> "sales go on: " + sales + ", " + failures,
          () -> sales.get() > before + SOME_MORE || !failures.isEmpty());
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
