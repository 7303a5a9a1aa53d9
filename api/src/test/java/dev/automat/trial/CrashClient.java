package dev.automat.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends its share of the requests, one after the other, to resources of its own. */
final class CrashClient implements Runnable {

  private static final int NAMES = 5;

  private final Insistence insistence;
  private final AtomicInteger answered;
  private final SplittableRandom random;
  private final int requests;
  private final List<Kept> kept = new ArrayList<>();
  private final Kept database;
  private final Kept queue;

  /**
   * @param answered counts what is done, over all clients
   */
  CrashClient(
      int number, int requests, Talk talk, AtomicInteger answered, SplittableRandom random) {
    this.insistence = new Insistence(talk, random.split());
    this.answered = answered;
    this.random = random;
    this.requests = requests;
    for (int i = 0; i < NAMES; i++) {
      kept.add(new Kept(i % 3 == 2 ? "queues" : "databases", "c" + number + "-" + i));
    }
    this.database = new Kept("databases", "c" + number + "-keepsake");
    this.queue = new Kept("queues", "c" + number + "-keepsake");
    kept.add(database);
    kept.add(queue);
  }

  /** All resources that it spoke of. */
  List<Kept> kept() {
    return kept;
  }

  /** One that is changed, and never deleted. */
  Kept database() {
    return database;
  }

  /** One that is changed, and never deleted. */
  Kept queue() {
    return queue;
  }

  @Override
  public void run() {
    for (int i = 0; i < requests; i++) {
      Kept next = kept.get(random.nextInt(kept.size()));
      boolean mayDelete = next != database && next != queue && !isCertainlyAbsent(next);
      if (mayDelete && random.nextInt(5) < 2) {
        insistence.delete(next);
      } else {
        insistence.put(next, random.nextInt(2));
      }
      answered.incrementAndGet();
    }
  }

  private static boolean isCertainlyAbsent(Kept resource) {
    return resource.possible().equals(Set.of(OptionalInt.empty()));
  }

  /** Creates or changes. */
  void put(Kept resource, int variant) {
    insistence.put(resource, variant);
  }
}
