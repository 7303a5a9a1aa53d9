package dev.automat.testkit.gcp;

import dev.automat.testkit.postgres.TestPostgres;
import dev.automat.testkit.server.MariaDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real servers behind the instances of {@link FakeCloudSql}: a PostgreSQL or a MariaDB of its own
 * for each, with Google's usual user in it, who is no superuser. An instance has an address of
 * loopback and the usual port. It gets its server when somebody connects, so that instances nobody
 * connects to cost nothing; one of each engine is kept ready, as clients do not wait for long.
 *
 * <p>Whoever uses it has both drivers, zonky's binaries, commons-compress and xz among his tests.
 */
public final class SqlServers implements AutoCloseable {

  private final Path folder;
  private final Map<String, SqlServer> servers = new HashMap<>();
  private final Map<SqlServer.Kind, CompletableFuture<SqlServer.Running>> ready =
      new EnumMap<>(SqlServer.Kind.class);
  private Optional<TestPostgres> postgres = Optional.empty();
  private Optional<Path> postgresData = Optional.empty();
  private Optional<Path> mariaDb = Optional.empty();
  private Optional<Path> certificate = Optional.empty();
  private final AtomicInteger serial = new AtomicInteger();
  private final Object making = new Object();

  /**
   * @param folder for data and certificates; deleting it is the caller's
   */
  public SqlServers(Path folder) {
    this.folder = folder;
  }

  /** The certificate of the authority that vouches for all of these servers, in PEM. */
  synchronized String authority() {
    try {
      if (certificate.isEmpty()) {
        certificate = Optional.of(MariaDb.certificate(folder, "server"));
      }
      return Files.readString(certificate.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Puts a server behind an instance.
   *
   * @param copy what it holds at first; empty for nothing
   * @return the address of the instance
   */
  synchronized String put(String instance, String databaseVersion, Optional<SqlServer.Copy> copy) {
    SqlServer.Kind kind =
        databaseVersion.startsWith("POSTGRES") ? SqlServer.Kind.POSTGRES : SqlServer.Kind.MYSQL;
    ready.computeIfAbsent(kind, this::starting);
    SqlServer server =
        new SqlServer(data -> running(kind, data), kind, copy.orElse(SqlServer.Copy.EMPTY));
    Optional.ofNullable(servers.put(instance, server)).ifPresent(SqlServer::close);
    return server.address();
  }

  private SqlServer.Running running(SqlServer.Kind kind, Optional<Path> data) {
    return data.isPresent() ? start(kind, data) : taken(kind).join();
  }

  private synchronized CompletableFuture<SqlServer.Running> taken(SqlServer.Kind kind) {
    CompletableFuture<SqlServer.Running> next =
        Objects.requireNonNull(ready.get(kind), "an instance was put up before");
    ready.put(kind, next.thenCompose(taken -> starting(kind)));
    return next;
  }

  private CompletableFuture<SqlServer.Running> starting(SqlServer.Kind kind) {
    return CompletableFuture.supplyAsync(
        () -> start(kind, Optional.empty()), task -> Thread.ofVirtual().start(task));
  }

  private SqlServer.Running start(SqlServer.Kind kind, Optional<Path> data) {
    return switch (kind) {
      case POSTGRES -> postgres(data);
      case MYSQL -> mariaDb(data);
    };
  }

  synchronized Optional<SqlServer> of(String instance) {
    return Optional.ofNullable(servers.get(instance));
  }

  synchronized void remove(String instance) {
    Optional.ofNullable(servers.remove(instance)).ifPresent(SqlServer::close);
  }

  /** As the superuser, whom no plugin knows, in the usual database of the instance's server. */
  public void execute(String instance, String... sql) {
    of(instance).orElseThrow().execute(sql);
  }

  private SqlServer.Running postgres(Optional<Path> copy) {
    Path data = copy.orElseGet(this::emptyPostgres);
    TestPostgres first;
    synchronized (making) {
      first = postgres.orElseThrow();
    }
    return new RunningPostgres(first.another(data));
  }

  private Path emptyPostgres() {
    authority();
    synchronized (making) {
      if (postgres.isEmpty()) {
        TestPostgres first = TestPostgres.start();
        first.secure(folder.resolve("server.pem"), folder.resolve("server.key"));
        postgres = Optional.of(first);
        postgresData = Optional.of(first.copy());
        first.down();
      }
      return postgresData.orElseThrow();
    }
  }

  private SqlServer.Running mariaDb(Optional<Path> copy) {
    try {
      Path data = copy.isPresent() ? copy.get() : emptyMariaDb();
      Path own = folder.resolve("mariadb-" + serial.incrementAndGet());
      Folders.copy(data, own);
      return new RunningMariaDb(own, MariaDb.up(own));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path emptyMariaDb() throws IOException {
    authority();
    synchronized (making) {
      if (mariaDb.isEmpty()) {
        Path first = Files.createDirectories(folder.resolve("mariadb"));
        MariaDb.prepare(first);
        // One certificate for all.
        for (String file : List.of("server.pem", "server.key")) {
          Files.delete(first.resolve(file));
          Files.copy(folder.resolve(file), first.resolve(file));
        }
        mariaDb = Optional.of(first);
      }
      return mariaDb.get();
    }
  }

  /** What is just starting is waited for, and needs the lock to get there. */
  @Override
  public void close() {
    List<CompletableFuture<SqlServer.Running>> starting;
    synchronized (this) {
      servers.values().forEach(SqlServer::close);
      servers.clear();
      starting = List.copyOf(ready.values());
      ready.clear();
    }
    starting.forEach(each -> each.thenAccept(SqlServer.Running::close).join());
    postgres.ifPresent(
        first -> {
          first.up();
          first.close();
        });
  }

  /** A PostgreSQL that runs. */
  private record RunningPostgres(TestPostgres server) implements SqlServer.Running {

    @Override
    public int port() {
      return server.port();
    }

    @Override
    public void execute(String sql) throws SQLException {
      SqlServer.execute(server.url("postgres"), TestPostgres.USER, TestPostgres.PASSWORD, sql);
    }

    @Override
    public Path copy() {
      return server.copy();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** A MariaDB that runs. */
  private static final class RunningMariaDb implements SqlServer.Running {

    private final Path home;
    private MariaDb server;
    private int copies;

    RunningMariaDb(Path home, MariaDb server) {
      this.home = home;
      this.server = server;
    }

    @Override
    public int port() {
      return server.port();
    }

    @Override
    public void execute(String sql) throws SQLException {
      server.execute(sql);
    }

    @Override
    public Path copy() throws IOException {
      server.close();
      Path copy = Path.of(home + "-copy-" + ++copies);
      Folders.copy(home, copy);
      server = MariaDb.up(home);
      return copy;
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
