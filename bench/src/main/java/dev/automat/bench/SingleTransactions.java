package dev.automat.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  /** pgbench, with prepared statements, which is its fastest. */
  record Pgbench(
      Path program, PostgresServer server, Workspace workspace, String database, RowStatements rows)
      implements SingleTransactions {

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

    @Override
    public String name() {
      return "pgbench";
    }

    @Override
    public double run(int clients, Duration length) {
      RowStatements own =
          rows.with(
              "substr(md5(:client_id::text || '-' || :n::text), 1, 20)",
              "'orders-' || :client_id::text || '-' || :n::text");
      Path script =
          workspace.write(
              "rows.sql",
              "\\set n :n + 1\nBEGIN;\n" + own.resource() + ";\n" + own.event() + ";\nCOMMIT;\n");
      String said =
          Commands.run(
              workspace.directory().resolve("pgbench.out"),
              length.plusMinutes(1),
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
                  "--define=n=0",
                  "--file=" + script,
                  database),
              Map.of("PGPASSWORD", PostgresServer.PASSWORD));
      Matcher tps = TPS.matcher(said);
      if (!tps.find()) {
        throw new IllegalStateException("pgbench said " + said);
      }
      return Double.parseDouble(tps.group(1));
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
      RowStatements own = rows.with("substr(md5(?), 1, 20)", "?");
      try {
        Connection connection = server.connect(database);
        connection.setAutoCommit(false);
        PreparedStatement resource = connection.prepareStatement(own.resource());
        PreparedStatement event = connection.prepareStatement(own.event());
        return new Writers.Writer() {
          @Override
          public void write(long number) throws SQLException {
            String name = "orders-" + client + "-" + number;
            for (int i = 1; i <= resource.getParameterMetaData().getParameterCount(); i++) {
              resource.setString(i, name);
            }
            event.setString(1, name);
            resource.executeUpdate();
            event.executeUpdate();
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
  }
}
