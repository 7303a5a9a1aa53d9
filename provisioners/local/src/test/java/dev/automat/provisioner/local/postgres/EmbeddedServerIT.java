package dev.automat.provisioner.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.provisioner.local.Child;
import dev.automat.provisioner.local.Opened;
import dev.automat.provisioner.local.Wanted;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.testkit.postgres.PostgresPrograms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the embedded server comes, goes, and is found again. Its programs are there already, but for
 * the test of another user than root, which unpacks them.
 */
@Timeout(300)
class EmbeddedServerIT {

  private static final long BETWEEN_NANOS = 5_000_000L;

  private static final int NOBODY = 65534;

  private final List<Opened> toClose = new ArrayList<>();

  /** Makes a database with one row, and is killed then, or ends. */
  static final class Maker {

    private Maker() {}

    public static void main(String[] arguments) throws IOException, SQLException {
      try (Opened opened = Opened.in(Path.of(arguments[0]))) {
        Present made = create(opened);
        try (Connection connection = connect(made);
            Statement statement = connection.createStatement()) {
          statement.execute("CREATE TABLE kept AS SELECT 42 AS x");
        }
        Child.readyAndWait(String.valueOf(made.outputs().get("port")));
      }
    }
  }

  @AfterEach
  void closeAll() {
    toClose.forEach(Opened::close);
  }

  @Test
  void aServerThatOutlivedItsProcessIsFoundAgain(@TempDir Path directory) throws Exception {
    String port = madeAndKilled(directory);
    long pid = pid(directory);
    assertTrue(isAlive(pid), "PostgreSQL lives on");

    Present found = observe(open(directory));
    assertEquals(port, String.valueOf(found.outputs().get("port")));
    assertEquals(pid, pid(directory), "the same server");
    assertEquals(42, kept(found));
  }

  @Test
  void aServerThatDiedWithItsProcessIsStartedAgainWithItsData(@TempDir Path directory)
      throws Exception {
    String port = madeAndKilled(directory);
    long pid = pid(directory);
    killed(pid);

    Present found = observe(open(directory));
    assertEquals(port, String.valueOf(found.outputs().get("port")));
    assertNotEquals(pid, pid(directory));
    assertEquals(42, kept(found));
  }

  @Test
  void aServerThatDiesUnderUsIsStartedAgain(@TempDir Path directory) throws Exception {
    Opened opened = open(directory);
    Present made = create(opened);
    killed(pid(directory));
    // the pool may still hold a connection to the dead server: the engine tries again, as here
    Present found = eventually(() -> observe(opened));
    assertEquals(made, found);
  }

  @Test
  void closeStopsTheServerAndTheNextOpenFindsItsDataAtTheSamePort(@TempDir Path directory)
      throws Exception {
    Opened first = open(directory);
    Present made = create(first);
    long pid = pid(directory);
    first.close();
    first.close();
    // pg_ctl waits for its file to go, which is a moment before the process.
    ended(pid);
    assertThrows(ProvisionerException.class, () -> observe(first));
    assertEquals(made, observe(open(directory)));
  }

  @Test
  void manyFirstUsesAtOnceStartOneServer(@TempDir Path directory) throws Exception {
    List<Future<Long>> pids = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        Opened opened = open(directory);
        pids.add(
            threads.submit(
                () -> {
                  opened.postgres().observe(ref());
                  return pid(directory);
                }));
      }
    }
    for (Future<Long> each : pids) {
      assertEquals(pid(directory), each.get());
    }
  }

  @Test
  void onlyTheOwnerCanReadThePasswordAndTheServerListensOnLoopbackAlone(@TempDir Path directory)
      throws Exception {
    observeNothing(open(directory));
    Path base = directory.resolve("postgres");
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(base.resolve("admin-password"))));
    assertFalse(Files.exists(base.resolve("password.part")));
    String listening = Files.readAllLines(base.resolve("data/postmaster.pid")).get(5);
    assertEquals("127.0.0.1", listening);
    String access = Files.readString(base.resolve("data/pg_hba.conf"));
    assertFalse(access.lines().anyMatch(line -> line.matches("^(host|local).*trust")), access);
  }

  @Test
  void aConfiguredPortThatIsTakenIsNamedWithTheWayOut(@TempDir Path directory) throws Exception {
    PostgresPrograms.forProvisionerLocal(directory.resolve("postgres"));
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Opened opened =
          Opened.in(directory, Map.of("postgres", Map.of("port", (long) taken.getLocalPort())));
      toClose.add(opened);
      ProvisionerException refused =
          assertThrows(ProvisionerException.class, () -> observe(opened));
      assertTrue(
          String.valueOf(refused.getMessage()).contains(Integer.toString(taken.getLocalPort())));
      assertTrue(refused.nextStep().contains("provisioners.local.postgres.port"));
    }
  }

  @Test
  void rootRunsTheServerAsNobodyWhereTheDirectoryIsOpen(@TempDir Path directory) throws Exception {
    assumeTrue(isRoot(), "only root must become somebody else");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    Opened opened = open(directory);
    Present made = create(opened);
    assertEquals(NOBODY, owner(directory.resolve("postgres/data")));
    opened.close();

    // closed to nobody from now on: another way is found, and the data goes with it
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    assertEquals(made, observe(open(directory)));
    assertEquals(0, owner(directory.resolve("postgres/data")));
  }

  @Test
  void anotherUserThanRootRunsTheServerAsItself(@TempDir Path directory) throws Exception {
    assumeTrue(isRoot(), "only root can become somebody else");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setAttribute(data, "unix:uid", NOBODY);
    List<String> nobody =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    try (Child child = Child.start(nobody, Child.readableClassPath(classes), Maker.class, data)) {
      child.awaitReady();
      assertEquals(NOBODY, owner(data.resolve("postgres/data")));
      child.process().getOutputStream().close();
      assertTrue(child.process().waitFor(90, TimeUnit.SECONDS), "it ends by itself");
    }
    assertFalse(
        Files.exists(data.resolve("postgres/data/postmaster.pid")), "it stopped the server");
  }

  private static String madeAndKilled(Path directory) throws IOException, InterruptedException {
    PostgresPrograms.forProvisionerLocal(directory.resolve("postgres"));
    try (Child child = Child.start(Maker.class, directory)) {
      String port = child.awaitReady();
      child.kill();
      return port;
    }
  }

  private Opened open(Path directory) {
    PostgresPrograms.forProvisionerLocal(directory.resolve("postgres"));
    Opened opened = Opened.in(directory);
    toClose.add(opened);
    return opened;
  }

  private static ResourceRef ref() {
    String uid = "bbbbbbbbbbbbbbbbbbbb";
    return new ResourceRef(
        "local/postgres",
        uid,
        "kept-" + uid,
        new Scope("default", "local", Opened.INSTALLATION),
        Optional.empty());
  }

  private static Present create(Opened opened) {
    Desired desired = Wanted.database(ref(), Map.of("connectionLimit", 9L));
    return assertInstanceOf(Outcome.Finished.class, opened.postgres().create(desired)).observed();
  }

  private static Present observe(Opened opened) {
    return assertInstanceOf(Present.class, opened.postgres().observe(ref()));
  }

  private static void observeNothing(Opened opened) {
    opened.postgres().observe(ref());
  }

  private static Connection connect(Present present) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%s/%s"
            .formatted(present.outputs().get("port"), present.outputs().get("database")),
        ref().externalName(),
        Wanted.PASSWORD);
  }

  private static int kept(Present present) throws SQLException {
    try (Connection connection = connect(present);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT x FROM kept")) {
      assertTrue(rows.next());
      return rows.getInt(1);
    }
  }

  private static long pid(Path directory) {
    return PostmasterFile.read(directory.resolve("postgres/data")).orElseThrow().pid();
  }

  private static boolean isAlive(long pid) {
    return new PostmasterFile(pid, 0).isAlive();
  }

  private static void killed(long pid) throws Exception {
    assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
    ended(pid);
  }

  private static void ended(long pid) throws Exception {
    eventually(
        () -> {
          assertFalse(isAlive(pid));
          return true;
        });
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T now() throws Exception;
  }

  /** Tries again for at most a minute. */
  private static <T> T eventually(Attempt<T> attempt) throws Exception {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        return attempt.now();
      } catch (ProvisionerException | AssertionError notYet) {
        if (System.nanoTime() > limit) {
          throw notYet;
        }
        LockSupport.parkNanos(BETWEEN_NANOS);
      }
    }
  }

  private static boolean isRoot() throws IOException {
    return owner(Path.of("/proc/self")) == 0;
  }

  private static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}
