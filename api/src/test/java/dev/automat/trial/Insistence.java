package dev.automat.trial;

import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a server that dies now and then. It repeats what it had no answer to, as a CI job would;
 * sometimes it gives up, as a person would.
 */
record Insistence(Talk talk, SplittableRandom random) {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final int GIVES_UP_ONE_IN = 4;

  /** Creates or changes. */
  void put(Kept resource, int variant) {
    OptionalInt wanted = OptionalInt.of(variant);
    Optional<Answer> answer = until200("PUT", resource, resource.body(variant), wanted);
    if (answer.isPresent()) {
      String uid = answer.get().at("/metadata/uid");
      resource
          .uid()
          .filter(known -> !known.equals(uid))
          .ifPresent(
              known -> {
                throw new AssertionError(
                    resource + " was " + known + " and is now " + uid + ": made twice");
              });
      resource.acknowledged(wanted, Optional.of(uid));
    }
  }

  /** Takes it back. */
  void delete(Kept resource) {
    if (until200("DELETE", resource, "", OptionalInt.empty()).isPresent()) {
      resource.acknowledged(OptionalInt.empty(), Optional.empty());
    }
  }

  /** The answer that acknowledges it; empty if it gave up, and the request is in doubt. */
  private Optional<Answer> until200(String method, Kept resource, String body, OptionalInt wanted) {
    long end = System.nanoTime() + Await.LIMIT.toNanos();
    boolean unanswered = false;
    while (System.nanoTime() < end) {
      try {
        Answer answer = talk.send(method, resource.path(), body, "Prefer", preference());
        if (answer.isGood() || isGone(method, answer, resource, unanswered)) {
          return Optional.of(answer);
        }
        requireRepeatable(method, resource, answer);
      } catch (IOException cutOff) {
        unanswered = true;
        resource.inDoubt(wanted);
        if (random.nextInt(GIVES_UP_ONE_IN) == 0) {
          return Optional.empty();
        }
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
    }
    throw new AssertionError(method + " " + resource + ": no answer within " + Await.LIMIT);
  }

  /** Some wait for the outcome, so that the server dies with requests that wait. */
  private String preference() {
    return random.nextInt(4) == 0 ? "wait=5" : "handling=strict";
  }

  /** A DELETE that was not answered may have been done. */
  private static boolean isGone(String method, Answer answer, Kept resource, boolean unanswered) {
    return method.equals("DELETE")
        && (answer.status() == 404 || answer.status() == 410)
        && (unanswered || resource.mayBeAbsent());
  }

  private static void requireRepeatable(String method, Kept resource, Answer answer) {
    boolean deleting = answer.status() == 409 && answer.at("/code").equals("deleting");
    if (!deleting && answer.status() != 503) {
      throw new AssertionError(method + " " + resource + ": " + answer);
    }
  }
}
