package dev.automat.testkit.aws;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each operation was called, whatever was answered: a repeat by the client's library is a
 * call. Calls that found nobody listening are not counted.
 */
public final class CallCounts {

  private record Key(String account, String service, String action) {}

  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

  CallCounts() {}

  void count(AwsCall call) {
    counts
        .computeIfAbsent(
            new Key(call.account(), call.service(), call.action()), key -> new LongAdder())
        .increment();
  }

  /** Calls of one operation in all accounts, e.g. {@code rds} and {@code CreateDBInstance}. */
  public long of(String service, String action) {
    return counts.entrySet().stream()
        .filter(one -> one.getKey().service.equals(service) && one.getKey().action.equals(action))
        .mapToLong(one -> one.getValue().sum())
        .sum();
  }

  /** Calls of one operation in one account. */
  public long of(String account, String service, String action) {
    LongAdder count = counts.get(new Key(account, service, action));
    return count == null ? 0 : count.sum();
  }

  /** All calls. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Calls by {@code service:Action}, in the order of the alphabet. */
  public Map<String, Long> byOperation() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((key, sum) -> sums.merge(key.service + ":" + key.action, sum.sum(), Long::sum));
    return sums;
  }

  /** Begins again at zero. */
  public void reset() {
    counts.clear();
  }
}
