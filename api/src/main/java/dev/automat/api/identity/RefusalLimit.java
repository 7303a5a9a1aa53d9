package dev.automat.api.identity;

import dev.automat.api.http.Buckets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many refusals of one caller are written down: each costs its caller nothing, and a disk
 * something. Those that are not written are counted, and the next one that is says how many.
 */
final class RefusalLimit {

  /** At once, as when somebody tries all that there is; then one every six seconds. */
  static final int AT_ONCE = 200;

  private static final double PER_SECOND = 1.0 / 6;

  private final Buckets buckets;
  private final Map<String, Long> unwritten =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > Buckets.MOST;
        }
      };

  /**
   * @param nanos a clock that only goes forward
   */
  RefusalLimit(LongSupplier nanos) {
    buckets = new Buckets(PER_SECOND, AT_ONCE, nanos);
  }

  /** How many before this one were not written; empty: this one is not either. */
  synchronized Optional<Long> unwritten(String caller) {
    if (buckets.take(caller).isPresent()) {
      unwritten.merge(caller, 1L, Long::sum);
      return Optional.empty();
    }
    return Optional.of(Optional.ofNullable(unwritten.remove(caller)).orElse(0L));
  }
}
