package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.host.DirectoryLock;
import dev.automat.provisioner.local.host.HostFailure;
import dev.automat.provisioner.local.host.KeptPort;
import dev.automat.provisioner.local.host.PasswordFile;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL from the class path, on the loopback address, with its data in a directory of ours. It
 * starts at the first use. A server that outlived us is found again; one that died is started again
 * with its data. {@link #close} stops it: applications lose it when Automat is stopped, and find it
 * at the same port when Automat is back.
 */
public final class EmbeddedServer implements PostgresServer {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final int FIRST_PORT = 5433;
  private static final int STARTS = 3;

  /**
   * No attempt begins later: a call may last {@link dev.automat.spi.ResourceType#CALL_DEADLINE}.
   */
  private static final Duration ATTEMPTS = Duration.ofSeconds(20);

  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

  private final Path base;
  private final KeptPort port;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Running running;
  private volatile boolean closed;

  private record Running(PostmasterFile postmaster, Endpoint endpoint, Cluster cluster) {}

  /**
   * Does nothing yet.
   *
   * @param base where data, programs, password, port and log are kept
   * @param configuredPort 0 to choose a free one once
   */
  public EmbeddedServer(Path base, int configuredPort) {
    this.base = base.toAbsolutePath();
    this.port =
        new KeptPort(
            this.base.resolve("port"),
            configuredPort,
            FIRST_PORT,
            "provisioners.local.postgres.port");
  }

  @Override
  public Endpoint endpoint() {
    Running known = running;
    if (known != null && known.postmaster.isAlive()) {
      return known.endpoint;
    }
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted("waiting for the embedded PostgreSQL to start", interrupt);
    }
    try {
      Running meanwhile = running;
      if (meanwhile != null && meanwhile.postmaster.isAlive()) {
        return meanwhile.endpoint;
      }
      return findOrStart();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void suspect() {
    running = null;
  }

  @Override
  public void close() {
    closed = true;
    try {
      if (!lock.tryLock(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The embedded PostgreSQL is just starting, and is left to itself");
        return;
      }
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted("stopping the embedded PostgreSQL", interrupt);
    }
    try {
      Running known = running;
      running = null;
      if (known != null && known.postmaster.isAlive()) {
        boolean stopped = known.cluster.stop();
        LOG.info("Embedded PostgreSQL {}", stopped ? "stopped" : "goes on stopping by itself");
      }
    } finally {
      lock.unlock();
    }
  }

  private Endpoint findOrStart() {
    if (closed) {
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE, "the provisioner local is closed", "start Automat again");
    }
    prepare(base);
    Running found = DirectoryLock.holding(base, this::findOrStartLocked);
    running = found;
    return found.endpoint;
  }

  private Running findOrStartLocked() {
    String password = PasswordFile.readOrMake(base.resolve("admin-password"));
    Cluster cluster = cluster();
    cluster.initialise(password);
    Optional<PostmasterFile> found =
        PostmasterFile.read(cluster.data()).filter(PostmasterFile::isAlive);
    PostmasterFile postmaster = found.orElseGet(() -> start(cluster));
    Endpoint endpoint = endpoint(postmaster.port(), password);
    admit(endpoint);
    port.keep(postmaster.port());
    LOG.info(
        "Embedded PostgreSQL {} on {}, data in {}",
        found.isPresent() ? "found again" : "started",
        endpoint,
        cluster.data());
    return new Running(postmaster, endpoint, cluster);
  }

  private static void prepare(Path directory) {
    try {
      Files.createDirectories(directory);
      // others may pass through, not look: the server is another user where we are root
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException failure) {
      throw HostFailure.files("can not use " + directory, failure);
    }
  }

  /**
   * Where root can become nobody who reaches our directory, the data goes to another one. Data that
   * is there already decides: it is never left behind for an empty server.
   */
  private Cluster cluster() {
    Path elsewhere =
        Path.of(
            "/var/lib/automat",
            UUID.nameUUIDFromBytes(base.toString().getBytes(StandardCharsets.UTF_8)).toString());
    if (!Cluster.isIn(elsewhere)) {
      Optional<ServerUser> here = ServerUser.reaching(base);
      if (here.isPresent()) {
        return new Cluster(here.get(), Binaries.unpackedIn(base), base);
      }
      if (Cluster.isIn(base)) {
        throw ServerUser.none();
      }
    }
    prepare(elsewhere);
    ServerUser user = ServerUser.reaching(elsewhere).orElseThrow(ServerUser::none);
    LOG.info("{} is closed to other users: PostgreSQL's data is in {}", base, elsewhere);
    return new Cluster(user, Binaries.unpackedIn(elsewhere), elsewhere);
  }

  /**
   * Tried again, because a free port may be taken meanwhile, and because the processes of a server
   * that was killed need a moment to end: until then PostgreSQL refuses to start.
   */
  private PostmasterFile start(Cluster cluster) {
    long limit = System.nanoTime() + ATTEMPTS.toNanos();
    for (int attempt = 1; ; attempt++) {
      try {
        cluster.start(port.free());
        return PostmasterFile.read(cluster.data()).orElseThrow();
      } catch (ProvisionerException failure) {
        Optional<PostmasterFile> slow =
            PostmasterFile.read(cluster.data()).filter(PostmasterFile::isAlive);
        if (slow.isPresent()) {
          return slow.get(); // still recovering: its files must not be taken from under it
        }
        if (attempt == STARTS
            || System.nanoTime() > limit
            || Thread.currentThread().isInterrupted()) {
          throw failure;
        }
        LOG.warn("Embedded PostgreSQL did not start, trying again: {}", failure.getMessage());
        pause();
      }
    }
  }

  /** Waits until the administrator can sign in: a server that was killed recovers first. */
  private void admit(Endpoint endpoint) {
    long limit = System.nanoTime() + ATTEMPTS.toNanos();
    while (true) {
      try {
        AdminLogin.prepare(endpoint);
        return;
      } catch (SQLException failure) {
        if (System.nanoTime() > limit || !SqlFailure.isUnreachable(failure)) {
          throw SqlFailure.of("signing in as administrator", endpoint, failure);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted("starting the embedded PostgreSQL", interrupt);
    }
  }

  private static Endpoint endpoint(int port, String password) {
    return new Endpoint("127.0.0.1", port, "postgres", Cluster.ADMINISTRATOR, password);
  }
}
