package dev.automat.testkit;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Which checks of the kit failed, and why. */
final class KitFailures implements TestExecutionListener {

  private final Set<String> checks = new ConcurrentSkipListSet<>();
  private final AtomicInteger run = new AtomicInteger();
  private final Queue<String> reasons = new ConcurrentLinkedQueue<>();

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    if (identifier.isTest()) {
      run.incrementAndGet();
    }
    result
        .getThrowable()
        .ifPresent(
            failure -> {
              checks.add(identifier.getSource().map(KitFailures::name).orElse("(no source)"));
              reasons.add(identifier.getDisplayName() + ": " + failure);
            });
  }

  private static String name(TestSource source) {
    return source instanceof org.junit.platform.engine.support.descriptor.MethodSource method
        ? method.getMethodName()
        : source.toString();
  }

  Set<String> checks() {
    return checks;
  }

  int run() {
    return run.get();
  }

  Queue<String> reasons() {
    return reasons;
  }
}
