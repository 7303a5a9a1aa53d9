package dev.automat.trial;

import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * One resource from its request to its end, as somebody lives it who may be anywhere on the way
 * when the server dies: asked for, sometimes waited for, sometimes changed, mostly deleted.
 *
 * @param kept the resource, of a name that nobody had before
 * @param fate what it comes to
 * @param scale how long one waits at most, and how
 * @param asked is told of each request that was answered, or given up
 */
record Life(Kept kept, Fate fate, Talk talk, SplittableRandom random, Scale scale, Runnable asked)
    implements Runnable {

  private static final int LONGEST_PAUSE_MILLIS = 4000;
  private static final long BETWEEN_LOOKS_NANOS = 500_000_000L;

  @Override
  public void run() {
    Insistence insistence = new Insistence(talk, random.split());
    LockSupport.parkNanos((long) (random.nextDouble() * scale.spread().toNanos()));
    put(insistence, 0);
    pause();
    if (random.nextInt(3) > 0 || fate == Fate.KEPT) {
      put(insistence, 1);
      pause();
    }
    if (isToGo()) {
      delete(insistence);
    }
  }

  private void put(Insistence insistence, int variant) {
    do {
      insistence.put(kept, variant);
    } while (fate != Fate.BY_CHANCE && isInDoubt(OptionalInt.of(variant)));
    asked.run();
  }

  private void delete(Insistence insistence) {
    do {
      insistence.delete(kept);
    } while (fate != Fate.BY_CHANCE && isInDoubt(OptionalInt.empty()));
    asked.run();
  }

  /** Whose fate is decided asks again where others give up. */
  private boolean isInDoubt(OptionalInt wanted) {
    return !kept.possible().equals(Set.of(wanted));
  }

  private boolean isToGo() {
    return switch (fate) {
      case KEPT -> false;
      case DELETED -> true;
      case BY_CHANCE -> random.nextInt(3) > 0 && isThere();
    };
  }

  /**
   * Until it is ready, as far as one has patience, or a moment after it was begun: so every step of
   * the making, and of a change to what is made, is interrupted by what comes next. What is not
   * begun tries nothing, however busy the machine is.
   */
  private void pause() {
    boolean patient = random.nextBoolean();
    long end = System.nanoTime() + scale.patience().toNanos();
    while (System.nanoTime() < end && !hasCome(patient)) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_MILLIS) * 1_000_000L);
  }

  private boolean hasCome(boolean toTheEnd) {
    try {
      Answer answer = talk.send("GET", kept.path(), "");
      String phase = answer.at("/status/phase");
      if (phase.equals("Ready")) {
        kept.seenReady();
      }
      boolean come = phase.equals("Ready") || (!toTheEnd && !phase.equals("Pending"));
      if (!come && scale.nudging()) {
        talk.send("POST", kept.path() + ":reconcile", "");
      }
      return come;
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
