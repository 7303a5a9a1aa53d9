package dev.automat.provisioner.aws;

import java.util.Map;
import java.util.TreeMap;

/** How often each operation was called through the proxies of this Java machine that are closed. */
public final class CallLog {

  private static final Map<String, Long> CALLS = new TreeMap<>();

  private CallLog() {}

  static synchronized void add(Map<String, Long> calls) {
    calls.forEach((operation, count) -> CALLS.merge(operation, count, Long::sum));
  }

  /** By {@code service:Action}. */
  public static synchronized Map<String, Long> byOperation() {
    return new TreeMap<>(CALLS);
  }
}
