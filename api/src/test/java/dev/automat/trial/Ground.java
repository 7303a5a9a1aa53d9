package dev.automat.trial;

import dev.automat.testkit.wire.WireFaults;
import java.util.Map;
import java.util.TreeMap;

/**
 * An account in a cloud that can be made hostile, and that nobody else has: what leads a server
 * there, and what is seen of it past the server.
 */
interface Ground extends AutoCloseable {

  /**
   * What was called so far.
   *
   * @param byService calls of the cloud, whatever became of them: each service that a trial uses is
   *     in there
   * @param changes of those that were to change something
   * @param faults of those that were disturbed
   * @param late how many still wait for their late effect or answer
   */
  record Tally(Map<String, Long> byService, long changes, long faults, int late) {

    long calls() {
      return byService.values().stream().mapToLong(Long::longValue).sum();
    }

    Tally plus(Tally other) {
      Map<String, Long> both = new TreeMap<>(byService);
      other.byService.forEach((service, calls) -> both.merge(service, calls, Long::sum));
      return new Tally(both, changes + other.changes, faults + other.faults, late + other.late);
    }
  }

  /**
   * Starts a server that places everything in the account, and does not wait for it.
   *
   * @param more of the platform configuration, in YAML
   */
  ServerProcess launch(Workplace place, String more);

  /** The cloud behaves so from now on. */
  void become(WireFaults faults);

  Tally tally();

  Inventory inventory();

  /** What the resource of that number is: kinds in the proportion in which a trial makes them. */
  Variants variants(int number);

  /** Fails if the stand-in itself did. */
  @Override
  void close();
}
