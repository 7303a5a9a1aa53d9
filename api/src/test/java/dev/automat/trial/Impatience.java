package dev.automat.trial;

import dev.automat.trial.Talk.Answer;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Waits for a resource as a person does who asks for {@code :reconcile} again and again: what is
 * polled every half minute, as clouds take minutes, is looked at every second. Times that the
 * engine must let pass are not shortened by that.
 */
record Impatience(Talk talk) {

  /** The time in which what a cloud shows settles, twice over, and then some. */
  static final Duration LIMIT = Duration.ofMinutes(4);

  private static final long BETWEEN_NANOS = 1_000_000_000L;

  /** The document, once it is so. */
  Answer await(String path, String what, Predicate<Answer> condition) {
    long[] nextNudge = {System.nanoTime() + BETWEEN_NANOS};
    Await.until(
        LIMIT,
        () -> path + " is " + what + ": " + talk.get(path) + talk.get(path + "/events"),
        () -> {
          if (condition.test(talk.get(path))) {
            return true;
          }
          if (System.nanoTime() > nextNudge[0]) {
            talk.ask("POST", path + ":reconcile", "");
            nextNudge[0] = System.nanoTime() + BETWEEN_NANOS;
          }
          return false;
        });
    return talk.get(path);
  }

  Answer awaitReady(String path) {
    return await(path, "ready", answer -> answer.at("/status/phase").equals("Ready"));
  }

  void awaitGone(String path) {
    await(path, "gone", answer -> answer.status() == 410);
  }
}
