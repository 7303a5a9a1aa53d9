package dev.automat.bench;

import dev.automat.identity.LocalToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long {@code ./automat up} takes to its first answer, and what it holds when nobody asks. */
@Command(
    name = "start",
    description = "From the command to the first answer, and the memory of an idle server.",
    mixinStandardHelpOptions = true)
final class StartBench implements Bench {

  private static final Duration BUDGET = Duration.ofSeconds(1);
  private static final long BUDGET_MIB = 150;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final Pattern URL = Pattern.compile("Automat is up at (\\S+)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(
      names = "--idle-seconds",
      defaultValue = "20",
      description = "Before its memory is read. Default: ${DEFAULT-VALUE}.")
  int idleSeconds;

  /**
   * One start.
   *
   * @param nanos from the command to the first answer
   * @param mebibytes resident when idle; empty where the system does not tell
   */
  private record Start(long nanos, Optional<Long> mebibytes) {}

  @Override
  public List<Line> measure() {
    Path script = Platform.home().resolve("automat");
    Path key = Platform.home().resolve("api/target/automat.aot.key");
    forget(key);
    start(script, Duration.ZERO);
    Waiting.until("the first start made the cache of starts", LIMIT, () -> Files.exists(key));
    List<Start> starts = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      boolean last = round == rounds;
      starts.add(start(script, Duration.ofSeconds(last ? idleSeconds : 0)));
      Main.say("start: " + Figures.millis(starts.getLast().nanos()));
    }
    long median = Figures.percentile(starts.stream().mapToLong(Start::nanos).toArray(), 0.5);
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.plain(
            "`./automat up` → answer to a first dry run, p50 of " + rounds,
            Figures.millis(median),
            "< 1 s",
            median < BUDGET.toNanos()));
    starts
        .getLast()
        .mebibytes()
        .ifPresent(
            idle ->
                lines.add(
                    Line.plain(
                        "resident memory of it after " + idleSeconds + " s without requests",
                        String.format(Locale.ROOT, "%,d MiB", idle),
                        "< 150 MiB",
                        idle < BUDGET_MIB)));
    return lines;
  }

  /** That of an earlier build is no cache of this one. */
  private static void forget(Path key) {
    try {
      Files.deleteIfExists(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Start start(Path script, Duration idle) {
    try (Workspace workspace = Workspace.open()) {
      Path said = workspace.directory().resolve("said");
      Path data = workspace.directory().resolve("data");
      long start = System.nanoTime();
      ProcessBuilder builder =
          new ProcessBuilder(script.toString(), "up", "--port=0", "--data-dir=" + data)
              .directory(workspace.directory().toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      // The server has one small heap of its own, whatever this program was given.
      builder.environment().keySet().removeIf(name -> name.startsWith("AUTOMAT_"));
      Process server = builder.start();
      try {
        ask(url(said, server), LocalToken.read(data).orElseThrow());
        long nanos = System.nanoTime() - start;
        if (server.waitFor(idle.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("the server ended: " + Files.readString(said));
        }
        return new Start(nanos, resident(server.pid()));
      } finally {
        server.destroy();
        server.waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server started", e);
    }
  }

  private static URI url(Path said, Process server) {
    String[] url = new String[1];
    Waiting.until(
        "a server is up",
        LIMIT,
        () -> {
          try (Stream<String> lines = Files.lines(said)) {
            Optional<String> found =
                lines.map(URL::matcher).filter(Matcher::find).map(up -> up.group(1)).findFirst();
            found.ifPresent(each -> url[0] = each);
            if (found.isEmpty() && !server.isAlive()) {
              throw new IllegalStateException("the server ended: " + Files.readString(said));
            }
            return found.isPresent();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return URI.create(url[0]);
  }

  private static void ask(URI server, String token) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  server.resolve("/v1/teams/payments/databases/orders?validateOnly=true"))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .PUT(HttpRequest.BodyPublishers.ofString("{\"spec\":" + ValidateBench.DATABASE + "}"))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("wanted 200 and got " + answer.body());
      }
    }
  }

  private static Optional<Long> resident(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return Optional.empty();
    }
    Matcher resident = RESIDENT.matcher(Files.readString(status));
    return resident.find()
        ? Optional.of(Long.parseLong(resident.group(1)) / 1024)
        : Optional.empty();
  }
}
