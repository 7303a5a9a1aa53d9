package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.postgres.ServerCatalogue.Row;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The users that applications have of their own on a database. */
final class DatabaseUsers {

  /** The tag that says for whom a user is. */
  static final String CONSUMER = "automat-consumer";

  private static final ErrorCode GONE = ErrorCode.ofOneResource("gone");
  private static final ErrorCode QUARANTINED = ErrorCode.ofOneResource("in-quarantine");

  private final AdminConnections connections;
  private final SecureRandom random;

  DatabaseUsers(AdminConnections connections, SecureRandom random) {
    this.connections = connections;
    this.random = random;
  }

  Set<GrantId> grants(ResourceRef ref) {
    return connections.run(
        "looking at the users of database " + ref.externalName(),
        (connection, endpoint) ->
            ours(connection, ref).stream()
                .flatMap(user -> GrantId.ofUser(user, ref.uid()).stream())
                .collect(Collectors.toUnmodifiableSet()));
  }

  void bind(ResourceRef ref, Grant grant) {
    Credentials credentials = credentials(grant);
    String user = grant.id().userName(ref.uid());
    connections.alone(
        ref.externalName(),
        "making user " + user,
        (connection, endpoint) -> {
          requireUsable(connection, ref);
          Optional<Row> found = ServerCatalogue.find(connection, user);
          found.ifPresent(row -> requireOurs(row, ref, endpoint));
          UserStatements statements =
              new UserStatements(new AdminSession(connection), user, ref.externalName());
          statements.role(
              found.isEmpty(),
              ScramVerifier.of(credentials.password(), random),
              tags(ref, grant.consumer()));
          switch (grant.access()) {
            case READWRITE -> statements.mayWrite();
            case READ -> {
              try (Connection inside = inside(endpoint, ref)) {
                statements.mayRead(inside);
              }
            }
          }
          return true;
        });
  }

  void unbind(ResourceRef ref, GrantId grant) {
    String user = grant.userName(ref.uid());
    connections.alone(
        ref.externalName(),
        "dropping user " + user,
        (connection, endpoint) -> {
          Optional<Row> found = ServerCatalogue.find(connection, user);
          if (found.isPresent()) {
            requireOurs(found.get(), ref, endpoint);
            drop(
                new UserStatements(new AdminSession(connection), user, ref.externalName()),
                ref,
                endpoint);
          }
          return true;
        });
  }

  private static void drop(UserStatements statements, ResourceRef ref, Endpoint endpoint)
      throws SQLException {
    statements.shutOut();
    Connection connection = statements.session().connection();
    Optional<Row> database =
        ServerCatalogue.find(connection, ref.externalName()).filter(Row::hasDatabase);
    if (database.isEmpty()) {
      statements.dropWithoutDatabase();
    } else if (database.get().isQuarantined()) {
      dropInQuarantine(statements, ref, endpoint, database.get());
    } else {
      try (Connection inside = inside(endpoint, ref)) {
        statements.drop(inside);
      }
    }
  }

  /**
   * What a user owns and was granted can be taken from within the database alone. None of its users
   * may sign in then, and whom else its owner had let connect is shut out again.
   */
  private static void dropInQuarantine(
      UserStatements statements, ResourceRef ref, Endpoint endpoint, Row database)
      throws SQLException {
    DatabaseStatements all = new DatabaseStatements(statements.session(), ref.externalName());
    all.allowConnections(true);
    try (Connection inside = inside(endpoint, ref)) {
      statements.drop(inside);
    } finally {
      all.quarantine(database, ours(statements.session().connection(), ref));
    }
  }

  /** Drops what is left of the users of a database that is gone. */
  static void dropAll(Connection connection, ResourceRef ref) throws SQLException {
    for (String user : ours(connection, ref)) {
      new UserStatements(new AdminSession(connection), user, ref.externalName())
          .dropWithoutDatabase();
    }
  }

  /** The names of the users on the database that are not somebody else's. */
  static List<String> ours(Connection connection, ResourceRef ref) throws SQLException {
    return ServerCatalogue.startingWith(connection, ref.uid() + "_").stream()
        .filter(row -> GrantId.ofUser(row.name(), ref.uid()).isPresent())
        .filter(row -> OwnershipTags.ownerOf(row.role().tags(), ref) != Owner.FOREIGN)
        .map(Row::name)
        .toList();
  }

  static Credentials credentials(Grant grant) {
    return switch (grant.holder()) {
      case Grant.User(Credentials credentials) -> credentials;
      case Grant.Principal _, Grant.Shared _ ->
          throw new ProvisionerException(
              ErrorCode.INVALID_SETTINGS,
              "local/postgres makes users and knows no principals",
              "leave the principal out");
    };
  }

  /** From where the server that is in the outputs can be reached. */
  static String reachableFrom(Map<String, Object> outputs) {
    String host = String.valueOf(outputs.getOrDefault(PostgresDescriptor.HOST, ""));
    String port = String.valueOf(outputs.getOrDefault(PostgresDescriptor.PORT, ""));
    return isLoopback(host)
        ? "this machine only: the server is at " + host + ":" + port
        : "wherever " + host + " is resolved and its port " + port + " is open";
  }

  /** Only of what needs no name server. */
  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost")
          || (host.matches("[0-9.]+|.*:.*") && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }

  static Connection inside(Endpoint endpoint, ResourceRef ref) throws SQLException {
    return AdminLogin.source(endpoint.in(ref.externalName())).getConnection();
  }

  private static Map<String, String> tags(ResourceRef ref, String consumer) {
    Map<String, String> tags = new LinkedHashMap<>(OwnershipTags.of(ref));
    tags.put(CONSUMER, consumer);
    return tags;
  }

  private static void requireUsable(Connection connection, ResourceRef ref) throws SQLException {
    Optional<Row> found =
        ServerCatalogue.find(connection, ref.externalName()).filter(Row::hasDatabase);
    if (found.isEmpty()) {
      throw new ProvisionerException(
          GONE,
          "database " + ref.externalName() + " is not there",
          "nothing: it is bound once it is there");
    }
    if (found.get().isQuarantined()) {
      throw new ProvisionerException(
          QUARANTINED,
          "database " + ref.externalName() + " is in quarantine",
          "nothing: it is bound once it is released");
    }
  }

  private static void requireOurs(Row row, ResourceRef ref, Endpoint endpoint) {
    if (OwnershipTags.ownerOf(row.role().tags(), ref) == Owner.FOREIGN) {
      throw new ProvisionerException(
          ErrorCode.FOREIGN,
          "role %s on %s belongs to somebody else: its tags are %s"
              .formatted(row.name(), endpoint, row.role().tags()),
          "if it is yours, rename or drop it; Automat does not touch it");
    }
  }
}
