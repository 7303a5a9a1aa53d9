package dev.automat.cli;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Whether and how long a command waits until the engine has done what it can. */
final class WaitOption {

  /** The longest that the server waits for one answer. */
  private static final long STEP = 60;

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = "600",
      paramLabel = "SECONDS",
      description = "Wait until it is ready, failed or gone; 600 s if no number is given.")
  private Optional<Long> seconds = Optional.empty();

  /** From the request on, which waits itself. */
  private Optional<Deadline> end = Optional.empty();

  Optional<Long> seconds() {
    return seconds;
  }

  boolean isSet() {
    return seconds.isPresent();
  }

  /** What to send with the request itself. */
  Map<String, String> headers() {
    end = seconds.map(Deadline::in);
    return seconds
        .map(limit -> Map.of("Prefer", "wait=" + Math.clamp(limit, 1, (int) STEP)))
        .orElseGet(Map::of);
  }

  /** Of an action: whoever waited wants to know that it can be used, and else why it can not. */
  int exitCode(JsonNode now, Console console) {
    if (!isSet() || Progress.of(now) == Progress.USABLE) {
      return ExitCode.OK;
    }
    console.remark(ApplyCommand.why(now));
    return ExitCode.FAILED;
  }

  /** The document when it has settled, or when the time is over. */
  JsonNode await(ApiClient client, String path, ApiAnswer answer) {
    return await(client, path, answer, Progress::of);
  }

  /**
   * The same of what is more than made or changed.
   *
   * @param progress how far a document is
   */
  JsonNode await(
      ApiClient client, String path, ApiAnswer answer, Function<JsonNode, Progress> progress) {
    return seconds
        .map(
            limit -> await(client, path, answer, end.orElseGet(() -> Deadline.in(limit)), progress))
        .orElse(answer.body());
  }

  /** The same for who has an end for all that they do. */
  static JsonNode await(
      ApiClient client,
      String path,
      ApiAnswer answer,
      Deadline deadline,
      Function<JsonNode, Progress> progress) {
    JsonNode last = answer.body();
    // A second is for the way there and back.
    while (progress.apply(last) == Progress.UNDER_WAY && deadline.left().toSeconds() > 1) {
      long left = Math.clamp(deadline.left().toSeconds() - 1, 1, (int) STEP);
      last = client.get(path, Map.of("Prefer", "wait=" + left)).body();
    }
    return last;
  }
}
