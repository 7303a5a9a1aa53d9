package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestReporter;

/** The cloud can not be reached, asks to slow down, or does not answer. */
interface OutageChecks extends Checks {

  /** How long a call may go on after its thread was interrupted. */
  Duration END_OF_CALL = Duration.ofSeconds(5);

  Duration A_MOMENT = Duration.ofMillis(2);

  /**
   * How soon a cloud that can be reached again is reached. It takes much less: a look that found
   * the machine busy counts whole, too.
   */
  Duration BACK_WITHIN = Duration.ofSeconds(20);

  /** How long a call is left to reach the cloud before it is interrupted. */
  Duration ON_ITS_WAY = Duration.ofMillis(200);

  @EachType
  default void anUnreachableCloudIsAFailureAndNeverAnAbsence(
      Subject subject, TestReporter reporter) {
    fails(
        subject, Disruption.UNREACHABLE, ErrorType.EXTERNAL, List.of("observe", "list"), reporter);
  }

  @EachType
  default void writesToAnUnreachableCloudFailAsExternal(Subject subject, TestReporter reporter) {
    fails(
        subject,
        Disruption.UNREACHABLE,
        ErrorType.EXTERNAL,
        List.of("create", "update", "delete"),
        reporter);
  }

  @EachType
  default void beingAskedToSlowDownIsSaidAsSuch(Subject subject, TestReporter reporter) {
    fails(
        subject,
        Disruption.THROTTLED,
        ErrorType.THROTTLED,
        List.of("observe", "list", "create", "update", "delete"),
        reporter);
  }

  @EachType
  default void connectingDetailsNeedNoCloud(Subject subject, TestReporter reporter) {
    Desired desired = subject.fresh();
    Present shown = subject.available(desired);
    Map<String, String> before =
        subject.operations().connection(shown.outputs(), desired.credentials());
    begin(Disruption.UNREACHABLE, reporter);
    assertEquals(before, subject.operations().connection(shown.outputs(), desired.credentials()));
  }

  @EachType
  default void anInterruptEndsACall(Subject subject, TestReporter reporter)
      throws InterruptedException {
    Desired desired = subject.fresh();
    Present shown = subject.available(desired);
    Desired recorded = Subject.recorded(desired, shown);
    begin(Disruption.HANGING, reporter);
    for (var call : calls(subject, recorded, shown).entrySet()) {
      Optional<Throwable> end = interrupted(call.getValue());
      assertTrue(end.isPresent(), () -> call.getKey() + " does not end as if it had succeeded");
      assertInstanceOf(ProvisionerException.class, end.get(), call.getKey());
    }
  }

  private void fails(
      Subject subject,
      Disruption disruption,
      ErrorType type,
      List<String> names,
      TestReporter reporter) {
    Desired desired = subject.fresh();
    Present shown = subject.available(desired);
    Desired recorded = Subject.recorded(desired, shown);
    begin(disruption, reporter);
    Map<String, Runnable> calls = calls(subject, recorded, shown);
    for (String name : names) {
      Runnable call = calls.getOrDefault(name, () -> {});
      subject.refused(type, name + " while " + disruption, call::run);
    }
    bench().restore();
    reached(subject, recorded.ref());
  }

  /** A client may still be on its way to what was away: looks may be lost, and not for long. */
  static void reached(Subject subject, ResourceRef ref) {
    reached(() -> look(subject, ref), new Patience(BACK_WITHIN));
  }

  /**
   * @param look what came of a look, if it was lost
   */
  static void reached(Supplier<Optional<ProvisionerException>> look, Patience patience) {
    for (Optional<ProvisionerException> lost = patience.asking(look);
        lost.isPresent();
        lost = patience.asking(look)) {
      ProvisionerException failure = lost.get();
      assertEquals(ErrorType.EXTERNAL, failure.code().type(), failure::toString);
      assertTrue(
          patience.lasts(),
          () -> "not reached within " + BACK_WITHIN + " after it was back: " + failure);
      LockSupport.parkNanos(A_MOMENT.toNanos());
    }
  }

  private static Optional<ProvisionerException> look(Subject subject, ResourceRef ref) {
    try {
      subject.present(ref);
      return Optional.empty();
    } catch (ProvisionerException lost) {
      return Optional.of(lost);
    }
  }

  private void begin(Disruption disruption, TestReporter reporter) {
    Optional<String> reason = bench().unable(disruption);
    reason.ifPresent(
        words -> {
          assertFalse(words.isBlank(), "a harness that is unable says why");
          reporter.publishEntry("NOT CHECKED, " + disruption, words);
        });
    Assumptions.assumeTrue(
        reason.isEmpty(), () -> "the harness can not bring about " + disruption + ": " + reason);
    bench().disrupt(disruption);
  }

  /** One call of each operation, in the order in which they are tried. */
  private static Map<String, Runnable> calls(Subject subject, Desired recorded, Present shown) {
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("observe", () -> subject.operations().observe(recorded.ref()));
    calls.put("list", () -> subject.operations().list(recorded.ref().scope(), Optional.empty()));
    calls.put("create", () -> subject.operations().create(subject.fresh()));
    calls.put(
        "update",
        () ->
            subject
                .operations()
                .update(Subject.withTag(recorded, "expires-on", "2027-01-02"), shown));
    calls.put("delete", () -> subject.operations().delete(recorded.ref()));
    return calls;
  }

  /** Runs the call as the engine does, on a virtual thread, and interrupts it under way. */
  private static Optional<Throwable> interrupted(Runnable call) throws InterruptedException {
    AtomicReference<Optional<Throwable>> end = new AtomicReference<>(Optional.empty());
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  begun.countDown();
                  try {
                    call.run();
                  } catch (ProvisionerException | IllegalStateException failure) {
                    end.set(Optional.of(failure));
                  }
                });
    begun.await();
    awaitBlocked(thread);
    thread.interrupt();
    Patience patience = new Patience(END_OF_CALL);
    boolean ended = thread.join(A_MOMENT);
    while (!ended && patience.lasts()) {
      ended = thread.join(A_MOMENT);
    }
    assertTrue(ended, "the call ends soon after its interrupt");
    return end.get();
  }

  /** Until the call waits for its answer, or has been under way long enough to have begun to. */
  private static void awaitBlocked(Thread thread) {
    long limit = System.nanoTime() + ON_ITS_WAY.toNanos();
    while (System.nanoTime() < limit
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      LockSupport.parkNanos(A_MOMENT.toNanos());
    }
  }
}
