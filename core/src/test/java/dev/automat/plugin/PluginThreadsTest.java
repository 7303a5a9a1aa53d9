package dev.automat.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class PluginThreadsTest {

  private static final Duration SOON = Duration.ofMillis(50);

  /** Never over, in a test. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private final ClassLoader loader = new ClassLoader("plugin-moon", null) {};
  private final PluginThreads threads = new PluginThreads("moon", loader, SOON);
  private final AtomicBoolean released = new AtomicBoolean();

  @AfterEach
  void release() {
    released.set(true);
    threads.close();
  }

  /** As a call does that minds nothing. */
  private boolean spin() {
    while (!released.get()) {
      Thread.onSpinWait();
    }
    return true;
  }

  private void leaveOneBehind() {
    PluginFailure late =
        assertThrows(
            PluginFailure.class, () -> threads.within(SOON, "observe", this::spin, _ -> {}));
    assertTrue(late.reason().startsWith("observe did not return within"), late.reason());
  }

  @Test
  void runsCallsUnderThePluginsClassLoaderWhateverTheCallBeforeSet() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertSame(
          loader,
          threads.call(
              "observe",
              () -> {
                ClassLoader seen = Thread.currentThread().getContextClassLoader();
                Thread.currentThread().setContextClassLoader(null);
                return seen;
              }));
    }
  }

  @Test
  void neverRunsThemOnVirtualThreads() throws Exception {
    assertFalse(threads.call("observe", () -> Thread.currentThread().isVirtual()));
  }

  @Test
  void handsOnWhatWasThrown() {
    Error thrown = new StackOverflowError();
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () ->
                threads.call(
                    "observe",
                    () -> {
                      throw thrown;
                    }));
    assertSame(thrown, failure.getCause());
  }

  @Test
  void countsACallThatDoesNotEndAndForgetsItWhenItDoes() throws Exception {
    leaveOneBehind();
    assertEquals(1, threads.stuck());
    assertEquals("others go on", threads.call("observe", () -> "others go on"));

    released.set(true);
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (threads.stuck() > 0 && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertEquals(0, threads.stuck());
  }

  @Test
  void interruptsACallWhoseCallerIsInterrupted() throws Exception {
    PluginThreads patient = new PluginThreads("moon", loader, LONG);
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThrows(
                        InterruptedException.class,
                        () ->
                            patient.call(
                                "observe",
                                () -> {
                                  began.countDown();
                                  try {
                                    return new CountDownLatch(1).await(120, TimeUnit.SECONDS);
                                  } catch (InterruptedException e) {
                                    interrupted.countDown();
                                    throw e;
                                  }
                                })));
    assertTrue(began.await(60, TimeUnit.SECONDS));
    caller.interrupt();
    assertTrue(interrupted.await(60, TimeUnit.SECONDS));
    caller.join();
    assertEquals(0, patient.stuck());
    patient.close();
  }

  @Test
  void givesNoMoreCallsToAPluginThatEndsNone() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < PluginThreads.MOST_STUCK; i++) {
        callers.execute(
            () ->
                assertThrows(
                    PluginFailure.class,
                    () -> threads.within(SOON, "observe", this::park, _ -> {})));
      }
    }
    assertEquals(PluginThreads.MOST_STUCK, threads.stuck());

    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> threads.call("observe", () -> true));

    assertEquals(ErrorCode.UNREACHABLE, refused.code());
    assertTrue(refused.getMessage().contains("the plugin moon gets no calls"));
  }

  /** As {@link #spin}, and easier on the machine. */
  private boolean park() {
    while (!released.get()) {
      Thread.interrupted();
      LockSupport.parkNanos(1_000_000);
    }
    return true;
  }

  @Test
  void handsOnWhatComesTooLate() throws Exception {
    LinkedBlockingQueue<String> late = new LinkedBlockingQueue<>();
    assertThrows(
        PluginFailure.class,
        () -> threads.within(SOON, "open", () -> spin() ? "opened" : "", late::add));
    assertTrue(late.isEmpty());

    released.set(true);

    assertEquals("opened", late.poll(60, TimeUnit.SECONDS));
  }
}
