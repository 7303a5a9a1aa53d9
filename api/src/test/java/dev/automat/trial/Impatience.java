package dev.automat.trial;

import dev.automat.trial.Talk.Answer;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits for a resource as a person does who asks for {@code :reconcile} again and again: what is
 * polled every half minute, as clouds take minutes, is looked at every second. Times that the
 * engine must let pass are not shortened by that.
 *
 * @param limit how long at most
 */
record Impatience(Talk talk, Duration limit) {

  /** The time in which what a cloud shows settles, twice over, and then some. */
  static final Duration LIMIT = Duration.ofMinutes(4);

  /** Looks cost processor time, which CI has little of. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private static final long BETWEEN_NANOS = 1_000_000_000L;

  /** For as long as clouds take. */
  Impatience(Talk talk) {
    this(talk, LIMIT);
  }

  /** The document, once it is so. */
  Answer await(String path, String what, Predicate<Answer> condition) {
    until(
        () -> path + " is " + what + ": " + talk.get(path) + talk.get(path + "/events"),
        List.of(path),
        () -> condition.test(talk.get(path)));
    return talk.get(path);
  }

  /**
   * Waits for what the cloud shows of several.
   *
   * @param paths of resources that are looked at meanwhile
   */
  void until(Supplier<String> what, List<String> paths, BooleanSupplier condition) {
    long[] nextNudge = {System.nanoTime() + BETWEEN_NANOS};
    Await.until(
        limit,
        BETWEEN_LOOKS,
        what,
        () -> {
          if (condition.getAsBoolean()) {
            return true;
          }
          if (System.nanoTime() > nextNudge[0]) {
            paths.forEach(path -> talk.ask("POST", path + ":reconcile", ""));
            nextNudge[0] = System.nanoTime() + BETWEEN_NANOS;
          }
          return false;
        });
  }

  Answer awaitReady(String path) {
    return await(path, "ready", answer -> answer.at("/status/phase").equals("Ready"));
  }

  void awaitGone(String path) {
    await(path, "gone", answer -> answer.status() == 410);
  }
}
