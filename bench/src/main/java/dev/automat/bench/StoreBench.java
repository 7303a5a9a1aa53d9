package dev.automat.bench;

import dev.automat.api.AutomatServer;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.Store;
import dev.automat.store.Stores;
import dev.automat.store.Write;
import dev.automat.store.WriteOutcome;
import dev.automat.testkit.CountingPlugin;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What it costs to keep an accepted request: its resource and its event, durable. */
@Command(
    name = "store",
    description = "Durable writes in batches against one transaction each.",
    mixinStandardHelpOptions = true)
final class StoreBench implements Bench {

  private static final double BUDGET_MANY = 3;

  /** No slower, but for what two runs of the same differ by. */
  private static final double BUDGET_ONE = 0.95;

  private static final int WAITING = 10_000;

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(names = "--millis", defaultValue = "4000", description = "Per side and round.")
  int millis;

  @Option(names = "--writers", defaultValue = "64", description = "Closed loops.")
  int writers;

  @Option(
      names = "--postgresql",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Also with the store in PostgreSQL, which the budget is about.")
  boolean postgresql;

  @Option(
      names = "--h2",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Also with the embedded store.")
  boolean h2;

  @Option(
      names = "--http",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Also from the socket.")
  boolean http;

  private final AtomicLong names = new AtomicLong();

  @Override
  public List<Line> measure() {
    List<Line> lines = new ArrayList<>();
    try (Workspace workspace = Workspace.open()) {
      if (postgresql) {
        lines.addAll(onPostgres(workspace));
      }
      if (h2) {
        lines.addAll(h2(workspace));
        if (http) {
          lines.add(puts(Optional.empty(), "H2"));
        }
      }
    }
    return lines;
  }

  private List<Line> onPostgres(Workspace workspace) {
    PostgresPrograms programs = PostgresPrograms.find(workspace);
    try (PostgresServer server = PostgresServer.start(workspace, programs)) {
      List<Line> lines = new ArrayList<>(postgres(workspace, programs, server));
      if (http) {
        lines.add(puts(Optional.of(server.database("http")), "PostgreSQL"));
      }
      return lines;
    }
  }

  private List<Line> postgres(
      Workspace workspace, PostgresPrograms programs, PostgresServer server) {
    Rows rows = Rows.of(Platform.ofTheHouse(workspace), "Database", ValidateBench.DATABASE);
    SingleTransactions singly =
        SingleTransactions.in(
            server, programs, workspace, "singly", statements(workspace, server, rows));
    try (Store store = open(workspace, server.database("batched"))) {
      Sides sides = new Sides(store, rows);
      List<Double> limits = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      List<ProcessorTime> spentSingly = new ArrayList<>();
      List<ProcessorTime> spentBatched = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        server.execute("singly", "TRUNCATE resource, event", "CHECKPOINT");
        limits.add(timed(server, spentSingly, () -> singly.run(writers, length())));
        server.execute("batched", "TRUNCATE resource, event", "CHECKPOINT");
        sides.many.add(timed(server, spentBatched, () -> sides.coalesced(writers)));
        ratios.add(sides.many.getLast() / limits.getLast());
        Main.say(
            "store: %s %s, %d writers %s"
                .formatted(
                    singly.name(),
                    Figures.perSecond(limits.getLast()),
                    writers,
                    Figures.perSecond(sides.many.getLast())));
        sides.roundOfOne("PostgreSQL");
      }
      List<Line> lines = new ArrayList<>();
      lines.add(
          Line.of(
              "limit: "
                  + singly.name()
                  + ", resource and event row, a transaction each, "
                  + writers
                  + " clients, PostgreSQL, fsync",
              Figures.perSecond(Figures.median(limits))));
      lines.add(
          Line.atLeast(
              "the same rows through CoalescingWriter, " + writers + " writers, PostgreSQL",
              Figures.perSecond(Figures.median(sides.many)),
              Figures.median(ratios),
              BUDGET_MANY));
      lines.addAll(spent(spentSingly, spentBatched));
      lines.addAll(sides.one("PostgreSQL"));
      return lines;
    }
  }

  /** The rate, and in {@code spent} the processor time of a row, where the system tells it. */
  private double timed(PostgresServer server, List<ProcessorTime> spent, DoubleSupplier run) {
    Optional<ProcessorTime> before = ProcessorTime.now(server);
    double rate = run.getAsDouble();
    double written = rate * millis / 1000;
    before.ifPresent(
        time -> spent.add(ProcessorTime.now(server).orElseThrow().since(time, written)));
    return rate;
  }

  private static List<Line> spent(List<ProcessorTime> singly, List<ProcessorTime> batched) {
    if (singly.isEmpty()) {
      return List.of();
    }
    ProcessorTime limit = ProcessorTime.median(singly);
    ProcessorTime time = ProcessorTime.median(batched);
    return List.of(
        Line.of("processor time of a row, singly", limit.toString()),
        Line.of(
            "processor time of a row, in batches, and its part of that",
            time.toString(),
            time.micros() / limit.micros()));
  }

  /** Written once by the store, so that the limit has the same rows. */
  private RowStatements statements(Workspace workspace, PostgresServer server, Rows rows) {
    try (Store store = open(workspace, server.database("singly"));
        Connection connection = server.connect("singly")) {
      write(store, rows);
      return RowStatements.of(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Store open(Workspace workspace, Platform.Database database) {
    return Stores.open(things(workspace, Optional.of(database)).configuration());
  }

  private static Platform things(Workspace workspace, Optional<Platform.Database> database) {
    return Platform.ofThings(workspace, new CountingPlugin(ListDepth.TAGS), database, "10m");
  }

  private List<Line> h2(Workspace workspace) {
    Rows rows = Rows.of(Platform.ofTheHouse(workspace), "Database", ValidateBench.DATABASE);
    try (Store store = Stores.open(things(workspace, Optional.empty()).configuration())) {
      Sides sides = new Sides(store, rows);
      for (int round = 1; round <= rounds; round++) {
        sides.many.add(sides.coalesced(writers));
        Main.say(
            "store: H2: %d writers %s".formatted(writers, Figures.perSecond(sides.many.getLast())));
        sides.roundOfOne("H2");
      }
      List<Line> lines = new ArrayList<>();
      lines.add(
          Line.of(
              "CoalescingWriter, " + writers + " writers, H2 file",
              Figures.perSecond(Figures.median(sides.many))));
      lines.addAll(sides.one("H2 file"));
      return lines;
    }
  }

  /** The way from the socket, with an engine that makes what was accepted meanwhile. */
  private Line puts(Optional<Platform.Database> database, String place) {
    try (Workspace workspace = Workspace.open()) {
      Platform platform = things(workspace, database);
      try (AutomatServer server =
              AutomatServer.start(platform.configuration(), platform.plugins(), Clock.systemUTC());
          LoadClient client =
              LoadClient.open(server.port(), writers, put(server.port(), platform.token()), 202)) {
        client.run(length());
        List<Double> rates = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
          rates.add(client.run(length()).perSecond());
          Main.say("store: PUT on " + place + " " + Figures.perSecond(rates.getLast()));
        }
        return Line.of(
            "HTTP PUT of new resources, "
                + writers
                + " connections, the engine making them meanwhile, "
                + place,
            Figures.perSecond(Figures.median(rates)));
      }
    }
  }

  private Requests put(int port, String token) {
    return () ->
        Requests.put(
            port,
            token,
            "/v1/teams/bench/things/t" + names.incrementAndGet(),
            "{\"spec\":{\"environment\":\"dev\",\"inputs\":{\"size\":4}}}");
  }

  private Duration length() {
    return Duration.ofMillis(millis);
  }

  private void write(Store store, Rows rows) {
    Write write = rows.next(name(), Clock.systemUTC().instant());
    require(Rows.asked().during(() -> store.write(List.of(write))).getFirst());
  }

  private String name() {
    return "orders-" + names.incrementAndGet();
  }

  private static void require(WriteOutcome outcome) {
    if (!(outcome instanceof WriteOutcome.Accepted)) {
      throw new IllegalStateException("not stored: " + outcome);
    }
  }

  /** Many writers, one writer, and one writer without batches, in turn. */
  private final class Sides {

    private final Store store;
    private final Rows rows;
    private final List<Double> many = new ArrayList<>();
    private final List<Double> alone = new ArrayList<>();
    private final List<Double> unbatched = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    Sides(Store store, Rows rows) {
      this.store = store;
      this.rows = rows;
      warmUp();
    }

    private void warmUp() {
      coalesced(writers);
      Writers.run(1, length(), _ -> _ -> write(store, rows));
    }

    void roundOfOne(String place) {
      double single = Writers.run(1, length(), _ -> _ -> write(store, rows));
      double lone = coalesced(1);
      unbatched.add(single);
      alone.add(lone);
      ratios.add(lone / single);
      Main.say(
          "store: %s: one %s, unbatched %s"
              .formatted(place, Figures.perSecond(lone), Figures.perSecond(single)));
    }

    private double coalesced(int loops) {
      try (CoalescingWriter writer = new CoalescingWriter(store, WAITING)) {
        return Writers.run(loops, length(), _ -> _ -> require(submitted(writer).get()));
      }
    }

    private CompletableFuture<WriteOutcome> submitted(CoalescingWriter writer) {
      Write write = rows.next(name(), Clock.systemUTC().instant());
      return Rows.asked().during(() -> writer.submit(write));
    }

    List<Line> one(String place) {
      return List.of(
          Line.of(
              "limit: Store.write of one, 1 writer, " + place,
              Figures.perSecond(Figures.median(unbatched))),
          Line.atLeast(
              "CoalescingWriter, 1 writer, " + place,
              Figures.perSecond(Figures.median(alone)),
              Figures.median(ratios),
              BUDGET_ONE));
    }
  }
}
