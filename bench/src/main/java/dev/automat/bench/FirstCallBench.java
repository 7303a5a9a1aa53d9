package dev.automat.bench;

import dev.automat.api.AutomatServer;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.testkit.CountingPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How soon an idle engine is at the cloud with what was just accepted: woken, not polled. */
@Command(
    name = "first-call",
    description = "From a PUT to the first call of the cloud, one at a time, the engine idle.",
    mixinStandardHelpOptions = true)
final class FirstCallBench implements Bench {

  private static final Duration BUDGET = Duration.ofMillis(25);

  /** Not a divisor of the engine's own rhythm of 1 s, which must not help. */
  private static final long PAUSE_MILLIS = 60;

  @Option(names = "--puts", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}.")
  int puts;

  @Option(names = "--warm-up", defaultValue = "50", description = "PUTs that do not count.")
  int warmUp;

  @Override
  public List<Line> measure() {
    WatchedCloud cloud = new WatchedCloud(new CountingPlugin(ListDepth.TAGS));
    try (Workspace workspace = Workspace.open()) {
      Platform platform = Platform.ofThings(workspace, cloud, Optional.empty(), "10m");
      try (AutomatServer server =
              AutomatServer.start(platform.configuration(), platform.plugins(), Clock.systemUTC());
          HttpClient client = HttpClient.newHttpClient()) {
        Main.say("first-call: " + (warmUp + puts) + " PUTs, one at a time");
        return lines(all(server, platform.token(), client, cloud));
      }
    }
  }

  private List<Sample> all(
      AutomatServer server, String token, HttpClient client, WatchedCloud cloud) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < warmUp + puts; i++) {
      String name = "t" + i;
      Sample sample = one(server, token, client, cloud, name);
      if (i >= warmUp) {
        samples.add(sample);
      }
      rest();
    }
    return samples;
  }

  /**
   * @param fromSending from before the request was sent
   * @param fromAnswer from when the 202 was read; 0 if the cloud was called before that
   * @param toAnswer from before the request was sent until the 202 was read
   */
  private record Sample(long fromSending, long fromAnswer, long toAnswer) {}

  private static Sample one(
      AutomatServer server, String token, HttpClient client, WatchedCloud cloud, String name) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/v1/teams/bench/things/" + name))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .PUT(BodyPublishers.ofString("{\"spec\":{\"environment\":\"dev\"}}"))
            .build();
    try {
      long sent = System.nanoTime();
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      long answered = System.nanoTime();
      if (answer.statusCode() != 202) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      long called = cloud.firstCall(name).get(2, TimeUnit.MINUTES);
      return new Sample(called - sent, Math.max(0, called - answered), answered - sent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the cloud was not called for " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Until the engine has made the thing and has nothing to do, and a little longer by chance. */
  private static void rest() {
    long millis = PAUSE_MILLIS + ThreadLocalRandom.current().nextLong(PAUSE_MILLIS);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static List<Line> lines(List<Sample> samples) {
    long[] fromSending = samples.stream().mapToLong(Sample::fromSending).toArray();
    long[] fromAnswer = samples.stream().mapToLong(Sample::fromAnswer).toArray();
    long[] toAnswer = samples.stream().mapToLong(Sample::toAnswer).toArray();
    long median = Figures.percentile(fromSending, 0.5);
    return List.of(
        Line.plain(
            "PUT sent → first call of the cloud, p50 of " + samples.size() + ", H2 file",
            Figures.millis(median),
            "< " + BUDGET.toMillis() + " ms",
            median < BUDGET.toNanos()),
        Line.of("… p99", Figures.millis(Figures.percentile(fromSending, 0.99))),
        Line.of(
            "of that, PUT sent → 202 read, p50 / p99",
            Figures.millis(Figures.percentile(toAnswer, 0.5))
                + " / "
                + Figures.millis(Figures.percentile(toAnswer, 0.99))),
        Line.of(
            "202 read → first call of the cloud, p50 / p99",
            Figures.millis(Figures.percentile(fromAnswer, 0.5))
                + " / "
                + Figures.millis(Figures.percentile(fromAnswer, 0.99))));
  }
}
