package dev.automat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(180)
class CloudCallsTest {

  private static final Duration DEADLINE = Duration.ofMillis(50);

  static Stream<CloudCalls> both() {
    return Stream.of(new DirectCalls(), CloudCalls.withDeadline(Duration.ofSeconds(60)));
  }

  @ParameterizedTest
  @MethodSource("both")
  void givesTheAnswer(CloudCalls calls) {
    assertEquals("answer", calls.call(() -> "answer"));
  }

  @ParameterizedTest
  @MethodSource("both")
  void givesTheExceptionOfTheSpiAsItIs(CloudCalls calls) {
    ProvisionerException thrown =
        new ProvisionerException(ErrorCode.QUOTA_EXCEEDED, "full", "ask for more");
    assertSame(thrown, assertThrows(ProvisionerException.class, () -> calls.call(failing(thrown))));
  }

  @ParameterizedTest
  @MethodSource("both")
  void namesADefectByItsClassOnly(CloudCalls calls) {
    for (Exception defect :
        new Exception[] {
          new IllegalStateException("password=hunter2", new IOException("hunter2")),
          new IOException("password=hunter2")
        }) {
      ProvisionerException shown =
          assertThrows(ProvisionerException.class, () -> calls.call(failing(defect)));
      assertEquals(ErrorCode.INTERNAL, shown.code());
      assertEquals("the plugin failed with " + defect.getClass().getName(), shown.getMessage());
      assertFalse(text(shown).contains("hunter2"), () -> text(shown));
    }
  }

  @Test
  void aPluginsErrorIsADefectToo() {
    CloudCalls calls = CloudCalls.withDeadline(Duration.ofSeconds(60));
    ProvisionerException shown =
        assertThrows(
            ProvisionerException.class,
            () ->
                calls.call(
                    () -> {
                      throw new NoClassDefFoundError("com/example/Gone");
                    }));
    assertEquals(ErrorCode.INTERNAL, shown.code());
  }

  /** Calls whose deadline runs when they are under way, however late the machine has them begin. */
  private static CloudCalls underWay(CountDownLatch begun) {
    return CloudCalls.withDeadline(
        DEADLINE,
        new AbstractExecutorService() {
          @Override
          public void execute(Runnable call) {
            Thread.ofVirtual().start(call);
            try {
              assertTrue(begun.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }

          @Override
          public void shutdown() {}

          @Override
          public List<Runnable> shutdownNow() {
            return List.of();
          }

          @Override
          public boolean isShutdown() {
            return false;
          }

          @Override
          public boolean isTerminated() {
            return false;
          }

          @Override
          public boolean awaitTermination(long time, TimeUnit unit) {
            return false;
          }
        });
  }

  @Test
  void interruptsACallAtItsDeadline() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    ProvisionerException late =
        assertThrows(
            ProvisionerException.class,
            () ->
                underWay(begun)
                    .call(
                        () -> {
                          begun.countDown();
                          try {
                            return new CountDownLatch(1).await(120, TimeUnit.SECONDS);
                          } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw e;
                          }
                        }));
    assertEquals(ErrorCode.UNREACHABLE, late.code());
    assertTrue(late.nextStep().contains("tried again"), late.nextStep());
    assertTrue(interrupted.await(60, TimeUnit.SECONDS));
  }

  @Test
  void leavesACallBehindThatDoesNotMindInterruption() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    assertThrows(
        ProvisionerException.class,
        () ->
            underWay(begun)
                .call(
                    () -> {
                      begun.countDown();
                      while (release.getCount() > 0) {
                        LockSupport.parkNanos(1_000_000);
                      }
                      ended.countDown();
                      return "too late";
                    }));
    assertEquals(1, ended.getCount(), "nobody waited for it");
    release.countDown();
    assertTrue(ended.await(60, TimeUnit.SECONDS));
  }

  @Test
  void isCutOffByTheEndOfTheProcess() {
    Thread.currentThread().interrupt();
    ProvisionerException cut =
        assertThrows(
            ProvisionerException.class,
            () ->
                CloudCalls.withDeadline(Duration.ofSeconds(60))
                    .call(() -> new CountDownLatch(1).await(120, TimeUnit.SECONDS)));
    assertEquals(ErrorCode.UNREACHABLE, cut.code());
    assertTrue(Thread.interrupted(), "the caller learns of it too");
  }

  private static <T> Callable<T> failing(Exception failure) {
    return () -> {
      throw failure;
    };
  }

  private static String text(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause).append('\n');
    }
    return text.toString();
  }
}
