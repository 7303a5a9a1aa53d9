package dev.automat.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What it costs to hold many resources. */
@Command(
    name = "hold",
    description = "Reconciles a second, memory and calls of a sweep with many resources held.",
    mixinStandardHelpOptions = true)
final class HoldBench implements Bench {

  private static final double RATE = 3_000;
  private static final double FLAT = 1.25;
  private static final double SWEEP = 0.02;
  private static final long HEAP = 1L << 30;

  @Option(
      names = "--resources",
      split = ",",
      defaultValue = "1000,10000,100000",
      description = "Default: ${DEFAULT-VALUE}.")
  List<Integer> sizes = List.of();

  @Option(
      names = "--reconciles",
      defaultValue = "100000",
      description = "At least so many are measured for each size.")
  int reconciles;

  @Option(
      names = "--quiet-millis",
      defaultValue = "3000",
      description =
          "After so long without a list a sweep is over: longer than it compares one page.")
  int quietMillis;

  @Option(names = "--postgresql", description = "Also with the store in PostgreSQL.")
  boolean postgresql;

  @Override
  public List<Line> measure() {
    List<Line> lines = new ArrayList<>(on("H2 file", Optional.empty()));
    if (postgresql) {
      try (Workspace workspace = Workspace.open();
          PostgresServer server =
              PostgresServer.start(workspace, PostgresPrograms.find(workspace))) {
        lines.addAll(on("PostgreSQL", Optional.of(server)));
      }
    }
    return lines;
  }

  private List<Line> on(String place, Optional<PostgresServer> server) {
    List<Line> lines = new ArrayList<>();
    double first = 0;
    for (int size : sizes) {
      Main.say("hold: %,d on %s".formatted(size, place));
      Held held = hold(size, server.map(each -> each.database("held" + size)));
      first = first == 0 ? held.reconcilesPerSecond() : first;
      lines.addAll(lines(held, place, first / held.reconcilesPerSecond()));
    }
    return lines;
  }

  private Held hold(int size, Optional<Platform.Database> database) {
    try (Workspace workspace = Workspace.open();
        Holding holding = Holding.open(workspace, database, size)) {
      return holding.measure(Math.max(1, reconciles / size), Duration.ofMillis(quietMillis));
    }
  }

  private static List<Line> lines(Held held, String place, double cost) {
    String who = "%,d held, %s: ".formatted(held.size(), place);
    return List.of(
        Line.of(who + "loaded by Store.write", Figures.perSecond(held.loadedPerSecond())),
        Line.of(who + "made by the engine", Figures.perSecond(held.madePerSecond())),
        Line.plain(
            who + "reconciles while all are due",
            Figures.perSecond(held.reconcilesPerSecond()),
            "≥ " + Figures.perSecond(RATE),
            held.reconcilesPerSecond() >= RATE),
        Line.atMost(
            who + "cost of a reconcile against that with the fewest held",
            "%.0f µs".formatted(1e6 / held.reconcilesPerSecond()),
            cost,
            FLAT),
        Line.plain(
            who + "heap after GC",
            "%,d MiB".formatted(held.heapBytes() >> 20),
            "< 1 GiB",
            held.heapBytes() < HEAP),
        Line.atMost(
            who + "cloud calls of a sweep against one by one, what it had looked at included",
            String.format(
                Locale.ROOT,
                "%,d lists, %,d looks, %.1f s",
                held.sweepLists(),
                held.sweepLooks(),
                held.sweepNanos() / 1e9),
            (double) (held.sweepLists() + held.sweepLooks()) / held.size(),
            SWEEP),
        Line.of(
            who + "looks by turns, for the drift that no list shows, against one by one",
            String.format(Locale.ROOT, "%.3f an interval", held.rest().rolling())),
        Line.of(who + "such a drift is seen within", text(held.rest().longest())));
  }

  private static String text(Duration duration) {
    return "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart());
  }

  /**
   * What it came to.
   *
   * @param sweepLists calls of the sweep itself
   * @param sweepLooks calls for what the sweep woke
   */
  record Held(
      int size,
      double loadedPerSecond,
      double madePerSecond,
      double reconcilesPerSecond,
      long heapBytes,
      long sweepLists,
      long sweepLooks,
      long sweepNanos,
      Holding.Rest rest) {}
}
