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

  /** Short or long, so that every step of the making is interrupted by what comes next. */
  private void pause() {
    LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_MILLIS) * 1_000_000L);
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
