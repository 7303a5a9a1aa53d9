package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Calls at the same time, as two replicas make them when one was frozen and woke up. */
interface ConcurrencyChecks extends Checks {

  @EachType
  default void twoCreatesAtOnceLeaveOne(Subject subject) throws InterruptedException {
    Desired desired = subject.fresh();
    List<ProvisionerException> failures =
        atOnce(
            () -> subject.operations().create(desired), () -> subject.operations().create(desired));
    for (ProvisionerException failure : failures) {
      assertTrue(
          failure.code().type() == ErrorType.EXTERNAL
              || failure.code().type() == ErrorType.THROTTLED,
          () -> "one that comes second may only be asked to try again: " + failure);
    }
    subject.awaitAvailable(desired.ref());
    Desired single = subject.fresh();
    subject.available(single);
    assertEquals(
        bench().leftovers(single.ref().uid()).size(),
        bench().leftovers(desired.ref().uid()).size(),
        () -> "no more than one create leaves: " + bench().leftovers(desired.ref().uid()));
  }

  @EachType
  default void twoDeletesAtOnceLeaveNothing(Subject subject) throws InterruptedException {
    Desired desired = subject.fresh();
    Desired recorded = Subject.recorded(desired, subject.available(desired));
    List<ProvisionerException> failures =
        atOnce(
            () -> subject.operations().delete(recorded.ref()),
            () -> subject.operations().delete(recorded.ref()));
    for (ProvisionerException failure : failures) {
      assertEquals(ErrorType.EXTERNAL, failure.code().type(), failure::toString);
    }
    subject.awaitAbsent(recorded.ref());
    assertEquals(List.of(), bench().leftovers(recorded.ref().uid()));
  }

  private static List<ProvisionerException> atOnce(Runnable first, Runnable second)
      throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<ProvisionerException> failures = new CopyOnWriteArrayList<>();
    List<Throwable> defects = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (Runnable call : List.of(first, second)) {
      threads.add(
          Thread.ofVirtual()
              .unstarted(
                  () -> {
                    try {
                      start.await();
                      call.run();
                    } catch (ProvisionerException failure) {
                      failures.add(failure);
                    } catch (InterruptedException | RuntimeException defect) {
                      defects.add(defect);
                    }
                  }));
    }
    threads.forEach(Thread::start);
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), defects, "nothing but the exception of the SPI");
    return failures;
  }
}
