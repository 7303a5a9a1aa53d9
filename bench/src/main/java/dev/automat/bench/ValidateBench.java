package dev.automat.bench;

import dev.automat.api.AutomatServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a dry run costs above bare HTTP. */
@Command(
    name = "validate",
    description = "validateOnly of a real server against a bare Vert.x handler.",
    mixinStandardHelpOptions = true)
final class ValidateBench implements Bench {

  private static final double BUDGET = 0.35;

  /** The five fields of a first request, as `automat up` shows them. */
  static final String DATABASE =
      """
      {"module":"postgres","environment":"dev","size":"small","purpose":"integration-test","lifetime":"14d"}\
      """;

  @Option(names = "--rounds", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(names = "--millis", defaultValue = "3000", description = "Per side and round.")
  int millis;

  @Option(names = "--warm-up-millis", defaultValue = "20000", description = "Per side.")
  int warmUpMillis;

  @Option(names = "--connections", defaultValue = "64", description = "Closed loops.")
  int connections;

  @Override
  public List<Line> measure() {
    try (Workspace workspace = Workspace.open();
        BareServer bare = BareServer.start();
        AutomatServer server = start(workspace);
        LoadClient toBare = load(bare.port(), 202);
        LoadClient toServer = load(server.port(), 200)) {
      Main.say("validate: warming up");
      toBare.run(Duration.ofMillis(warmUpMillis));
      toServer.run(Duration.ofMillis(warmUpMillis));
      return rounds(toBare, toServer);
    }
  }

  private static AutomatServer start(Workspace workspace) {
    Platform platform = Platform.ofTheHouse(workspace);
    return AutomatServer.start(platform.configuration(), platform.plugins(), Clock.systemUTC());
  }

  private LoadClient load(int port, int wanted) {
    Requests requests =
        Requests.cycling(
            port,
            "/v1/teams/payments/databases/%s?validateOnly=true",
            connections,
            "{\"spec\":" + DATABASE + "}");
    return LoadClient.open(port, connections, requests, wanted);
  }

  private List<Line> rounds(LoadClient toBare, LoadClient toServer) {
    List<Double> limits = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      double limit = toBare.run(Duration.ofMillis(millis));
      double rate = toServer.run(Duration.ofMillis(millis));
      limits.add(limit);
      rates.add(rate);
      ratios.add(rate / limit);
      Main.say(
          "validate: round %d: bare %s, validateOnly %s"
              .formatted(round, Figures.perSecond(limit), Figures.perSecond(rate)));
    }
    return List.of(
        Line.of(
            "limit: bare Vert.x handler, 202, " + connections + " connections",
            Figures.perSecond(Figures.median(limits))),
        Line.atLeast(
            "`PUT …?validateOnly=true`, embedded H2, built-in modules",
            Figures.perSecond(Figures.median(rates)),
            Figures.median(ratios),
            BUDGET));
  }
}
