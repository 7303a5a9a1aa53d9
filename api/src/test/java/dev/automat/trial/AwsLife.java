package dev.automat.trial;

import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * One resource from its request to its end, as somebody lives it who may be anywhere on the way
 * when the server dies: asked for, sometimes waited for, sometimes changed, mostly deleted.
 *
 * @param kept the resource, of a name that nobody had before
 */
record AwsLife(Kept kept, Talk talk, SplittableRandom random) implements Runnable {

  private static final int LONGEST_PAUSE_MILLIS = 4000;
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final long BETWEEN_LOOKS_NANOS = 500_000_000L;

  @Override
  public void run() {
    Insistence insistence = new Insistence(talk, random.split());
    insistence.put(kept, 0);
    pause();
    if (random.nextInt(3) > 0) {
      insistence.put(kept, 1);
      pause();
    }
    if (random.nextInt(3) > 0 && isThere()) {
      insistence.delete(kept);
    }
  }

  /**
   * Until it is ready, as far as one has patience, or a moment after it was begun: so every step of
   * the making, and of a change to what is made, is interrupted by what comes next. What is not
   * begun tries nothing, however busy the machine is.
   */
  private void pause() {
    boolean patient = random.nextBoolean();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < end && !hasCome(patient)) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_MILLIS) * 1_000_000L);
  }

  private boolean hasCome(boolean toTheEnd) {
    try {
      Answer answer = talk.send("GET", kept.path(), "");
      String phase = answer.at("/status/phase");
      return phase.equals("Ready") || (!toTheEnd && !phase.equals("Pending"));
    } catch (IOException unanswered) {
      return false;
    }
  }

  /** What may never have arrived can not be deleted. */
  private boolean isThere() {
    try {
      Answer answer = talk.send("GET", kept.path(), "");
      return answer.status() == 200;
    } catch (IOException unanswered) {
      return false;
    }
  }
}
