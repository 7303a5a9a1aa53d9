package dev.automat.trial;

import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Binds, rotates and unbinds applications of databases that stay, on a server that dies now and
 * then; at the end each database has one application bound.
 */
final class BindingClient implements Runnable {

  private static final Duration BETWEEN = Duration.ofMillis(30);

  /** What a request may meet that is sent without looking first. */
  private static final Set<Integer> EXPECTED = Set.of(404, 409, 503);

  private final Talk talk;
  private final SplittableRandom random;
  private final List<Kept> databases;
  private volatile boolean over;

  BindingClient(Talk talk, SplittableRandom random, List<Kept> databases) {
    this.talk = talk;
    this.random = random;
    this.databases = databases;
  }

  /** From now on it only sees to it that all are bound. */
  void end() {
    over = true;
  }

  @Override
  public void run() {
    while (!over) {
      String binding = binding(databases.get(random.nextInt(databases.size())));
      switch (random.nextInt(4)) {
        case 0 -> send("DELETE", binding, "");
        case 1 -> send("POST", binding + ":rotate", "{\"overlap\": \"0s\"}");
        case 2 -> send("PUT", binding, "{\"spec\": {\"access\": \"read\"}}");
        default -> send("PUT", binding, "{\"spec\": {\"access\": \"readwrite\"}}");
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    databases.forEach(
        database -> Await.until(database + " is bound", () -> send("PUT", binding(database), "")));
  }

  static String binding(Kept database) {
    return database.path() + "/bindings/checkout";
  }

  /** Whether it was acknowledged. */
  private boolean send(String method, String path, String body) {
    try {
      Answer answer = talk.send(method, path, body);
      if (!answer.isGood() && !EXPECTED.contains(answer.status())) {
        throw new AssertionError(method + " " + path + ": " + answer);
      }
      return answer.isGood();
    } catch (IOException cutOff) {
      return false;
    }
  }
}
