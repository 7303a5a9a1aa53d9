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
  private static final Duration WARM_UP_TURN = Duration.ofSeconds(2);

  /** The five fields of a first request, as `automat up` shows them. */
  static final String DATABASE =
      """
      {"module":"postgres","environment":"dev","size":"small","purpose":"integration-test","lifetime":"14d"}\
      """;

  @Option(names = "--rounds", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(names = "--millis", defaultValue = "3000", description = "Per side and round.")
  int millis;

  @Option(
      names = "--warm-up-requests",
      defaultValue = "500000",
      description = "Per side. Default: ${DEFAULT-VALUE}.")
  int warmUpRequests;

  @Option(names = "--connections", defaultValue = "64", description = "Closed loops.")
  int connections;

  @Override
  public List<Line> measure() {
    try (Workspace workspace = Workspace.open();
        BareServer bare = BareServer.start()) {
      Platform platform = Platform.ofTheHouse(workspace);
      try (AutomatServer server =
              AutomatServer.start(platform.configuration(), platform.plugins(), Clock.systemUTC());
          LoadClient toBare = load(bare.port(), platform.token(), 202);
          LoadClient toServer = load(server.port(), platform.token(), 200)) {
        Main.say("validate: warming up");
        warmUp(List.of(toBare, toServer));
        return rounds(toBare, toServer);
      }
    }
  }

  private LoadClient load(int port, String token, int wanted) {
    Requests requests =
        Requests.cycling(
            port,
            token,
            "/v1/teams/payments/databases/%s?validateOnly=true",
            connections,
            "{\"spec\":" + DATABASE + "}");
    return LoadClient.open(port, connections, requests, wanted);
  }

  /**
   * By requests and not by time, because compilers work by what was called how often. They take
   * turns, so that what is compiled with one in mind is compiled again for both.
   */
  private void warmUp(List<LoadClient> clients) {
    double answered = 0;
    while (answered < warmUpRequests) {
      answered +=
          clients.stream()
              .mapToDouble(client -> client.run(WARM_UP_TURN).perSecond())
              .map(perSecond -> perSecond * WARM_UP_TURN.toSeconds())
              .min()
              .orElseThrow();
    }
  }

  private List<Line> rounds(LoadClient toBare, LoadClient toServer) {
    List<LoadClient.Run> limits = new ArrayList<>();
    List<LoadClient.Run> runs = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      limits.add(toBare.run(Duration.ofMillis(millis)));
      runs.add(toServer.run(Duration.ofMillis(millis)));
      Main.say(
          "validate: round %d: bare %s, validateOnly %s"
              .formatted(round, text(limits.getLast()), text(runs.getLast())));
    }
    return List.of(
        Line.of(
            "limit: bare Vert.x handler, 202, " + connections + " connections",
            text(median(limits))),
        Line.atLeast(
            "`PUT …?validateOnly=true`, embedded H2, built-in modules",
            text(median(runs)),
            Figures.medianRatio(
                runs.stream().map(LoadClient.Run::perSecond).toList(),
                limits.stream().map(LoadClient.Run::perSecond).toList()),
            BUDGET),
        Line.of(
            "the same in processor time, the client's included",
            "",
            Figures.medianRatio(
                limits.stream().map(LoadClient.Run::cpuMicros).toList(),
                runs.stream().map(LoadClient.Run::cpuMicros).toList())));
  }

  private static LoadClient.Run median(List<LoadClient.Run> runs) {
    return new LoadClient.Run(
        Figures.median(runs.stream().map(LoadClient.Run::perSecond).toList()),
        Figures.median(runs.stream().map(LoadClient.Run::cpuMicros).toList()));
  }

  private static String text(LoadClient.Run run) {
    return "%s, %.1f µs CPU each".formatted(Figures.perSecond(run.perSecond()), run.cpuMicros());
  }
}
