package dev.automat.provisioner.local.postgres;

import static dev.automat.provisioner.local.postgres.PostgresDescriptor.CONNECTION_LIMIT;
import static dev.automat.provisioner.local.postgres.PostgresDescriptor.DATABASE;
import static dev.automat.provisioner.local.postgres.PostgresDescriptor.ENGINE_VERSION;
import static dev.automat.provisioner.local.postgres.PostgresDescriptor.HOST;
import static dev.automat.provisioner.local.postgres.PostgresDescriptor.PORT;

import dev.automat.provisioner.local.postgres.ServerCatalogue.Row;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations of {@code local/postgres}. The package's own text says what each state means. */
public final class PostgresType implements ResourceType, Bindable, AutoCloseable {

  private static final int PAGE = 1000;
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final ErrorCode GONE = ErrorCode.ofOneResource("gone");

  private final PostgresServer server;
  private final AdminConnections connections;
  private final SecureRandom random = new SecureRandom();
  private final DatabaseUsers users;

  /**
   * @param server where to make databases; closed with this
   */
  public PostgresType(PostgresServer server) {
    this(server, WAIT);
  }

  PostgresType(PostgresServer server, Duration wait) {
    this.server = server;
    this.connections = new AdminConnections(server, wait);
    this.users = new DatabaseUsers(connections, random);
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return connections.run(
        "looking at database " + ref.externalName(),
        (connection, endpoint) ->
            ServerCatalogue.find(connection, ref.externalName())
                .map(row -> judge(row, ref, endpoint))
                .orElseGet(Observation.Absent::new));
  }

  @Override
  public Outcome create(Desired desired) {
    Credentials credentials = credentials(desired);
    ResourceRef ref = desired.ref();
    return connections.alone(
        ref.externalName(),
        "making database " + ref.externalName(),
        (connection, endpoint) -> {
          Optional<Row> found = ServerCatalogue.find(connection, ref.externalName());
          found.ifPresent(row -> requireOurs(row, ref, endpoint));
          requireVersion(desired, connection);
          DatabaseStatements statements = new DatabaseStatements(connection, ref.externalName());
          statements.role(found, credentials, desired.tags(), random);
          if (found.filter(Row::hasDatabase).isEmpty()) {
            statements.database(connectionLimit(desired));
          }
          if (found.filter(PostgresType::isSealed).isEmpty()) {
            statements.seal(found, desired.tags());
          }
          return finished(connection, ref, endpoint);
        });
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    Credentials credentials = credentials(desired);
    ResourceRef ref = desired.ref();
    return connections.alone(
        ref.externalName(),
        "changing database " + ref.externalName(),
        (connection, endpoint) -> {
          Row row =
              ServerCatalogue.find(connection, ref.externalName())
                  .filter(Row::hasDatabase)
                  .orElseThrow(() -> gone(ref));
          requireOurs(row, ref, endpoint);
          requireVersion(desired, connection);
          DatabaseStatements statements = new DatabaseStatements(connection, ref.externalName());
          Map<String, String> tags = new LinkedHashMap<>(row.identity());
          tags.putAll(desired.tags());
          statements.role(Optional.of(row), credentials, tags, random);
          Optional<Long> limit = connectionLimit(desired);
          if (limit.filter(wanted -> wanted != row.connectionLimit()).isPresent()) {
            statements.connectionLimit(limit.get());
          }
          statements.seal(Optional.of(row), tags);
          return finished(connection, ref, endpoint);
        });
  }

  @Override
  public void delete(ResourceRef ref) {
    connections.alone(
        ref.externalName(),
        "dropping database " + ref.externalName(),
        (connection, endpoint) -> {
          Optional<Row> found = ServerCatalogue.find(connection, ref.externalName());
          found.ifPresent(row -> requireOurs(row, ref, endpoint));
          // First: what is in an unfinished copy may belong to the roles that go.
          new SnapshotStatements(connection, ref).dropRemains();
          if (found.isPresent()) {
            new DatabaseStatements(connection, ref.externalName())
                .drop(found.get(), DatabaseUsers.ours(connection, ref));
          } else {
            DatabaseUsers.dropAll(connection, ref);
          }
          return true;
        });
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return connections.run(
        "listing databases",
        (connection, endpoint) -> {
          List<Row> rows =
              ServerCatalogue.page(connection, scope.installation(), pageToken.orElse(""), PAGE);
          List<Listed> items =
              rows.stream()
                  .filter(row -> !row.lostItsDatabase() && !row.isSnapshot())
                  .filter(row -> !GrantId.isUserName(row.name()))
                  .filter(row -> carries(row, scope.installation()))
                  .map(row -> listed(row, endpoint))
                  .toList();
          return new ListPage(
              items, rows.size() == PAGE ? Optional.of(rows.getLast().name()) : Optional.empty());
        });
  }

  /**
   * Completed by {@code uri}, which holds all the others in a form that PostgreSQL's tools take.
   */
  @Override
  public Map<String, String> connection(
      Map<String, Object> outputs, Optional<Credentials> credentials) {
    Map<String, String> connection =
        new LinkedHashMap<>(ResourceType.super.connection(outputs, credentials));
    @Nullable Object host = outputs.get(HOST);
    if (host != null && credentials.isPresent()) {
      String address = host.toString().contains(":") ? "[" + host + "]" : host.toString();
      connection.put(
          "uri",
          "postgresql://%s:%s@%s:%s/%s"
              .formatted(
                  encoded(credentials.get().username()),
                  encoded(credentials.get().password()),
                  address,
                  outputs.get(PORT),
                  encoded(String.valueOf(outputs.get(DATABASE)))));
    }
    return connection;
  }

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return users.grants(target.ref());
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    users.bind(target.ref(), grant);
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    users.unbind(target.ref(), grant);
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Map<String, String> connection =
        new LinkedHashMap<>(connection(outputs, Optional.of(DatabaseUsers.credentials(grant))));
    connection.put(TYPE, "postgresql");
    connection.put(REACHABLE_FROM, DatabaseUsers.reachableFrom(outputs));
    return connection;
  }

  @Override
  public Optional<Quarantinable> quarantinable() {
    return Optional.of(new DatabaseQuarantine(connections));
  }

  @Override
  public Optional<Recoverable> recoverable() {
    return Optional.of(new DatabaseSnapshots(connections, random));
  }

  /** Stops an embedded server; its data stays. */
  @Override
  public void close() {
    connections.close();
    server.close();
  }

  private static Observation judge(Row row, ResourceRef ref, Endpoint endpoint) {
    if (!isOurs(row, ref)) {
      return new Observation.Foreign(foreign(row, endpoint));
    }
    return row.lostItsDatabase() ? new Observation.Absent() : present(row, endpoint);
  }

  /** Both halves must agree; where neither says anything, a name that holds the uid is enough. */
  private static boolean isOurs(Row row, ResourceRef ref) {
    Owner database = OwnershipTags.ownerOf(row.database().tags(), ref);
    Owner role = OwnershipTags.ownerOf(row.role().tags(), ref);
    if (database == Owner.FOREIGN || role == Owner.FOREIGN) {
      return false;
    }
    return database == Owner.OURS || role == Owner.OURS || row.name().endsWith("-" + ref.uid());
  }

  static void requireOurs(Row row, ResourceRef ref, Endpoint endpoint) {
    if (!isOurs(row, ref)) {
      throw new ProvisionerException(
          ErrorCode.FOREIGN,
          foreign(row, endpoint),
          "if it is yours, rename or drop it; Automat does not touch it");
    }
  }

  private static String foreign(Row row, Endpoint endpoint) {
    return "%s %s on %s belongs to somebody else: its tags are %s"
        .formatted(row.hasDatabase() ? "database" : "role", row.name(), endpoint, row.identity());
  }

  private static Present present(Row row, Endpoint endpoint) {
    Optional<String> missing = missing(row);
    return new Present(
        Optional.empty(),
        missing.isEmpty() ? State.AVAILABLE : State.FAILED,
        missing.orElse(""),
        row.hasDatabase()
            ? Map.of(
                ENGINE_VERSION,
                Integer.toString(row.major()),
                CONNECTION_LIMIT,
                row.connectionLimit())
            : Map.of(),
        row.database().tags(),
        row.hasDatabase()
            ? Map.of(HOST, endpoint.host(), PORT, (long) endpoint.port(), DATABASE, row.name())
            : Map.of(),
        row.hasRole() ? List.of(new Part("role", row.name(), Optional.empty())) : List.of());
  }

  private static Optional<String> missing(Row row) {
    if (!row.hasDatabase()) {
      return Optional.of("the role is there, its database is not");
    }
    if (!row.hasRole()) {
      return Optional.of("the database is there, its role is not");
    }
    return row.owned() && (row.maySignIn() || row.isQuarantined())
        ? Optional.empty()
        : Optional.of("the role does not own the database, or may not sign in");
  }

  static boolean isSealed(Row row) {
    return missing(row).isEmpty() && !row.database().tags().isEmpty();
  }

  private static boolean carries(Row row, String installation) {
    return installation.equals(row.identity().get(OwnershipTags.INSTALLATION));
  }

  private static Listed listed(Row row, Endpoint endpoint) {
    return new Listed(
        row.name(),
        Optional.ofNullable(row.identity().get(OwnershipTags.UID)),
        present(row, endpoint));
  }

  static Outcome finished(Connection connection, ResourceRef ref, Endpoint endpoint)
      throws SQLException {
    Row row = ServerCatalogue.find(connection, ref.externalName()).orElseThrow(() -> gone(ref));
    return new Outcome.Finished(present(row, endpoint));
  }

  static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        GONE,
        "database " + ref.externalName() + " is not there any more",
        "find out who dropped it; a database is not made again, empty, by a change");
  }

  static Credentials credentials(Desired desired) {
    Credentials credentials =
        desired
            .credentials()
            .orElseThrow(
                () ->
                    new ProvisionerException(
                        ErrorCode.INTERNAL,
                        "local/postgres was given no credentials",
                        "report this"));
    if (!credentials.username().equals(desired.ref().externalName())) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "the user name is %s, but role and database have one name, %s"
              .formatted(credentials.username(), desired.ref().externalName()),
          "use the external name as user name");
    }
    return credentials;
  }

  /** One server serves all databases, so that a version can only be the server's. */
  static void requireVersion(Desired desired, Connection connection) throws SQLException {
    @Nullable Object wanted = desired.settings().get(ENGINE_VERSION);
    String served = Integer.toString(connection.getMetaData().getDatabaseMajorVersion());
    if (wanted != null && !wanted.equals(served)) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "engineVersion %s was asked for, but the server is PostgreSQL %s"
              .formatted(wanted, served),
          ("ask for engineVersion %s, or set provisioners.local.postgres.url to a server of"
                  + " version %s")
              .formatted(served, wanted));
    }
  }

  static Optional<Long> connectionLimit(Desired desired) {
    return desired.settings().get(CONNECTION_LIMIT) instanceof Number limit
        ? Optional.of(limit.longValue())
        : Optional.empty();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
