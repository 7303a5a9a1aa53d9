package dev.automat.bench;

import dev.automat.resource.Uid;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limit of the store: the same rows, one transaction each. */
interface SingleTransactions {

  /** How it is called in the table. */
  String name();

  /**
   * Writes for so long.
   *
   * @return transactions per second
   */
  double run(int clients, Duration length);

  /** With pgbench where there is one, else with JDBC. */
  static SingleTransactions in(
      PostgresServer server,
      PostgresPrograms programs,
      Workspace workspace,
      String database,
      RowStatements rows) {
    return programs
        .pgbench()
        .<SingleTransactions>map(program -> new Pgbench(program, server, workspace, database, rows))
        .orElseGet(() -> new Jdbc(server, database, rows));
  }

  /**
   * pgbench, with prepared statements, which is its fastest. As a client would, it sends every
   * value with every transaction; it makes the next name and uid itself.
   */
  record Pgbench(
      Path program, PostgresServer server, Workspace workspace, String database, RowStatements rows)
      implements SingleTransactions {

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final String UID = "substr(md5(:client_id::text || '-' || :n::text), 1, 20)";
    private static final String NAME = "'orders-' || :client_id::text || '-' || :n::text";

    @Override
    public String name() {
      return "pgbench";
    }

    @Override
    public double run(int clients, Duration length) {
      String said =
          Commands.run(
              workspace.directory().resolve("pgbench.out"),
              length.plusMinutes(1),
              command(clients, length),
              Map.of("PGPASSWORD", PostgresServer.PASSWORD));
      Matcher tps = TPS.matcher(said);
      if (!tps.find()) {
        throw new IllegalStateException("pgbench said " + said);
      }
      return Double.parseDouble(tps.group(1));
    }

    private List<String> command(int clients, Duration length) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  program.toString(),
                  "--no-vacuum",
                  "--host=127.0.0.1",
                  "--port=" + server.port(),
                  "--username=" + PostgresServer.USER,
                  "--client=" + clients,
                  "--jobs=" + Math.min(2, clients),
                  "--time=" + Math.max(1, length.toSeconds()),
                  "--protocol=prepared",
                  "--file=" + script(),
                  "--define=n=0"));
      rows.columns().forEach(each -> command.add("--define=" + each.id() + "=" + each.value()));
      command.add(database);
      return command;
    }

    private Path script() {
      return workspace.write(
          "rows.sql",
          "\\set n :n + 1\nBEGIN;\n%s;\n%s;\n%s;\nCOMMIT;\n"
              .formatted(
                  rows.resource().sql(Pgbench::value),
                  rows.event().sql(Pgbench::value),
                  rows.audit().sql(Pgbench::value)));
    }

    private static String value(RowStatements.Column column) {
      return switch (column.name()) {
        case "uid" -> UID;
        case "name" -> NAME;
        case "live_key" -> "'bench/Database/' || " + NAME;
        case "external_name" -> NAME + " || '-' || " + UID;
        default -> ":" + column.id();
      };
    }
  }

  /** A connection and a thread for each client. */
  record Jdbc(PostgresServer server, String database, RowStatements rows)
      implements SingleTransactions {

    @Override
    public String name() {
      return "JDBC (there is no pgbench here)";
    }

    @Override
    public double run(int clients, Duration length) {
      return Writers.run(clients, length, client -> loop(client));
    }

    private Writers.Writer loop(int client) {
      try {
        Connection connection = server.connect(database);
        connection.setAutoCommit(false);
        PreparedStatement resource = connection.prepareStatement(rows.resource().sql(_ -> "?"));
        PreparedStatement event = connection.prepareStatement(rows.event().sql(_ -> "?"));
        PreparedStatement audit = connection.prepareStatement(rows.audit().sql(_ -> "?"));
        return new Writers.Writer() {
          @Override
          public void write(long number) throws SQLException {
            String name = "orders-" + client + "-" + number;
            String uid = Uid.next(ThreadLocalRandom.current());
            insert(resource, rows.resource(), uid, name);
            insert(event, rows.event(), uid, name);
            insert(audit, rows.audit(), uid, name);
            connection.commit();
          }

          @Override
          public void close() throws SQLException {
            connection.close();
          }
        };
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void insert(
        PreparedStatement statement, RowStatements.Insert row, String uid, String name)
        throws SQLException {
      int position = 0;
      for (RowStatements.Column column : row.columns()) {
        position++;
        statement.setString(
            position,
            switch (column.name()) {
              case "uid" -> uid;
              case "name" -> name;
              case "live_key" -> "bench/Database/" + name;
              case "external_name" -> name + "-" + uid;
              default -> column.value();
            });
      }
      statement.executeUpdate();
    }
  }
}
