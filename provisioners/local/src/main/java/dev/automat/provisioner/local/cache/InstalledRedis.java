package dev.automat.provisioner.local.cache;

import dev.automat.provisioner.local.host.Command;
import dev.automat.provisioner.local.host.DirectoryLock;
import dev.automat.provisioner.local.host.HostFailure;
import dev.automat.provisioner.local.host.KeptPort;
import dev.automat.provisioner.local.host.PasswordFile;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of the program that is installed on this machine, on the loopback address, with its data
 * in a directory of ours. It starts at the first use. One that outlived us is found again, by its
 * port and our password; one that died is started again with its data. {@link #close} stops it:
 * applications lose it when Automat is stopped, and find it at the same port when Automat is back.
 */
final class InstalledRedis implements RedisServer {

  private static final Logger LOG = LoggerFactory.getLogger(InstalledRedis.class);

  static final String ADMINISTRATOR = "automat";

  private static final String HOST = "127.0.0.1";
  private static final int FIRST_PORT = 6380;
  private static final Duration LAUNCH = Duration.ofSeconds(10);

  /** For reading its data. A call may last {@link dev.automat.spi.ResourceType#CALL_DEADLINE}. */
  private static final Duration READY = Duration.ofSeconds(25);

  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(4);
  private static final int LOG_LINES = 5;
  private static final ErrorCode NOT_STARTED = new ErrorCode("local-redis", ErrorType.EXTERNAL);
  private static final ErrorCode NO_PROGRAM = new ErrorCode("no-redis", ErrorType.USER);

  private final Path home;
  private final Optional<Path> named;
  private final KeptPort port;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable RedisEndpoint running;
  private volatile boolean closed;

  /**
   * Does nothing yet.
   *
   * @param home where data, users, password, port and log are kept
   * @param named the program to start; empty to look for one
   * @param configuredPort 0 to choose a free one once
   */
  InstalledRedis(Path home, Optional<Path> named, int configuredPort) {
    this.home = home.toAbsolutePath();
    this.named = named;
    this.port =
        new KeptPort(
            this.home.resolve("port"), configuredPort, FIRST_PORT, "provisioners.local.redis.port");
  }

  @Override
  public RedisEndpoint endpoint() {
    RedisEndpoint known = running;
    if (known != null) {
      return known;
    }
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted("waiting for the local Redis to start", interrupt);
    }
    try {
      RedisEndpoint meanwhile = running;
      return meanwhile != null ? meanwhile : findOrStart();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void suspect() {
    running = null;
  }

  private RedisEndpoint findOrStart() {
    if (closed) {
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE, "the provisioner local is closed", "start Automat again");
    }
    prepare();
    RedisEndpoint found = DirectoryLock.holding(home, this::findOrStartLocked);
    running = found;
    return found;
  }

  private void prepare() {
    try {
      Files.createDirectories(home);
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException failure) {
      throw HostFailure.files("can not use " + home, failure);
    }
  }

  private RedisEndpoint findOrStartLocked() {
    String password = PasswordFile.readOrMake(home.resolve("admin-password"));
    OptionalInt settled = port.settled();
    if (settled.isPresent()) {
      RedisEndpoint there = endpoint(settled.getAsInt(), password);
      if (answers(there)) {
        awaitReady(there);
        LOG.info("Local Redis found again on {}, data in {}", there, home);
        return there;
      }
    }
    Path program =
        RedisProgram.find(named)
            .orElseThrow(
                () ->
                    new ProvisionerException(
                        NO_PROGRAM,
                        "no Redis can be started: " + RedisProgram.missing(named),
                        "install one, or name one in provisioners.local.redis"));
    return start(program, password);
  }

  private RedisEndpoint start(Path program, String password) {
    int free = port.free();
    writeFiles(free, password);
    Command.Result result =
        Command.run(
            List.of(), List.of(program.toString(), home.resolve("redis.conf").toString()), LAUNCH);
    if (!result.succeeded()) {
      throw failed(result.output());
    }
    RedisEndpoint started = endpoint(free, password);
    awaitReady(started);
    port.keep(free);
    LOG.info("Local Redis started on {}, data in {}", started, home);
    return started;
  }

  /**
   * What is acknowledged is in the append-only file, and on the disk within a second. The users'
   * file is the server's from its first start on.
   */
  private void writeFiles(int chosen, String password) {
    String configuration =
        """
        bind 127.0.0.1
        protected-mode yes
        port %d
        daemonize yes
        dir "%s"
        pidfile "%s"
        logfile "%s"
        aclfile "%s"
        appendonly yes
        appendfsync everysec
        save ""
        maxmemory 512mb
        maxmemory-policy allkeys-lru
        """
            .formatted(
                chosen,
                home,
                home.resolve("redis.pid"),
                home.resolve("redis.log"),
                home.resolve("users.acl"));
    try {
      write(home.resolve("redis.conf"), configuration);
      if (!Files.exists(home.resolve("users.acl"))) {
        write(
            home.resolve("users.acl"),
            "user default off nopass -@all\nuser %s on #%s ~* &* +@all\n"
                .formatted(ADMINISTRATOR, UserRules.digest(password)));
      }
    } catch (IOException failure) {
      throw HostFailure.files("can not write the local Redis's files", failure);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, PosixFilePermissions.asFileAttribute(PasswordFile.OWNER_ONLY));
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether a server of ours is there, ready or not. Another's does not know our password. */
  private static boolean answers(RedisEndpoint endpoint) {
    try (RedisSession session = RedisSession.open(endpoint)) {
      session.call("PING");
      return true;
    } catch (RedisRefusal refusal) {
      return refusal.says("LOADING");
    } catch (IOException nobody) {
      return false;
    }
  }

  /** Waits until it has read its data. */
  private void awaitReady(RedisEndpoint endpoint) {
    long limit = System.nanoTime() + READY.toNanos();
    while (true) {
      try (RedisSession session = RedisSession.open(endpoint)) {
        session.call("PING");
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() > limit) {
          throw failed(lastLines());
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted("starting the local Redis", interrupt);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      if (!lock.tryLock(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The local Redis is just starting, and is left to itself");
        return;
      }
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted("stopping the local Redis", interrupt);
    }
    try {
      RedisEndpoint known = running;
      running = null;
      if (known != null) {
        LOG.info("Local Redis {}", stop(known) ? "stopped" : "goes on stopping by itself");
      }
    } finally {
      lock.unlock();
    }
  }

  /** It answers the command only where it does not stop. */
  private static boolean stop(RedisEndpoint endpoint) {
    try (RedisSession session = RedisSession.open(endpoint)) {
      session.call("SHUTDOWN");
      return false;
    } catch (IOException gone) {
      long limit = System.nanoTime() + STOP.toNanos();
      while (answers(endpoint)) {
        if (System.nanoTime() > limit) {
          return false;
        }
        pause();
      }
      return true;
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(home.resolve("redis.log"));
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException failure) {
      return "its log can not be read: " + failure;
    }
  }

  private ProvisionerException failed(String words) {
    return new ProvisionerException(
        NOT_STARTED,
        "the local Redis did not start: " + words,
        "read "
            + home.resolve("redis.log")
            + "; it is tried again. A server of your own can be named by"
            + " provisioners.local.redis.url");
  }

  private static RedisEndpoint endpoint(int port, String password) {
    return new RedisEndpoint(HOST, port, false, ADMINISTRATOR, password);
  }
}
