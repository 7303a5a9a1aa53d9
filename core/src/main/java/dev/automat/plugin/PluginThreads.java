package dev.automat.plugin;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which a plugin's code runs, its class loader as their context.
 *
 * <p>They are platform threads: a virtual thread that computes for ever, or blocks in native code,
 * keeps one of the few carriers that all virtual threads of the process share. A call that does not
 * end although it was interrupted is left behind, named and counted; with {@link #MOST_STUCK} of
 * them the plugin gets no more calls, so that it can not use up the threads of the machine.
 */
public final class PluginThreads implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PluginThreads.class);

  /** How many calls may be left behind. */
  static final int MOST_STUCK = 16;

  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final long IDLE_SECONDS = 10;

  private final String plugin;
  private final ClassLoader loader;
  private final ThreadGroup group;
  private final ExecutorService pool;
  private final AtomicInteger stuck = new AtomicInteger();
  private final Duration grace;

  PluginThreads(String plugin, ClassLoader loader) {
    this(plugin, loader, GRACE);
  }

  /**
   * @param grace what an interrupted call is given to tidy up before it counts as stuck
   */
  PluginThreads(String plugin, ClassLoader loader, Duration grace) {
    this.plugin = plugin;
    this.loader = loader;
    this.grace = grace;
    this.group = new ThreadGroup("plugin-" + plugin);
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new CallThread(group, task, plugin, number.getAndIncrement()));
  }

  /** A thread of ours, as opposed to one that the plugin started. */
  private static final class CallThread extends Thread {
    CallThread(ThreadGroup group, Runnable task, String plugin, int number) {
      super(group, task, "plugin-" + plugin + "-" + number);
      setDaemon(true);
    }
  }

  /**
   * Waits for the call's end. An interrupt of the waiting thread interrupts the call.
   *
   * @param operation how to name the call
   * @throws ExecutionException with what the plugin threw
   * @throws ProvisionerException {@link ErrorCode#UNREACHABLE} if too many calls are stuck
   */
  public <T> T call(String operation, Callable<T> call)
      throws ExecutionException, InterruptedException {
    if (stuck.get() >= MOST_STUCK) {
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE,
          "the plugin " + plugin + " gets no calls: " + stuck.get() + " of them never ended",
          "restart the server, and tell the plugin's authors; the log names the calls");
    }
    Task<T> task = new Task<>(operation, call, _ -> {});
    pool.execute(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      abandon(task);
      throw e;
    }
  }

  /**
   * Waits for the call's end, but no longer than the deadline, which counts from its begin: that a
   * busy machine has no thread for it yet is nothing that the plugin could change.
   *
   * @param late is given what the call returns after all when nobody waits for it any more
   */
  <T> T within(Duration deadline, String operation, Callable<T> call, Consumer<T> late)
      throws PluginFailure {
    Task<T> task = new Task<>(operation, call, late);
    pool.execute(task);
    try {
      task.begun.await();
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw PluginFailure.of(operation, Optional.ofNullable(e.getCause()).orElse(e));
    } catch (TimeoutException e) {
      abandon(task);
      throw new PluginFailure(
          operation + " did not return within " + deadline.toSeconds() + " s: tell its authors");
    } catch (InterruptedException e) {
      abandon(task);
      Thread.currentThread().interrupt();
      throw new PluginFailure(operation + " was cut off by the end of this process");
    }
  }

  private void abandon(Task<?> task) {
    task.cancel(true);
    if (!task.endsWithin(grace) && task.countAsStuck()) {
      log.error(
          "the plugin {} does not end {} although it was interrupted; calls that never end: {} of"
              + " at most {}",
          plugin,
          task.operation,
          stuck.get(),
          MOST_STUCK);
    }
  }

  /** How many calls were left behind and still run. */
  int stuck() {
    return stuck.get();
  }

  /**
   * The names of the threads that the plugin started and that still run after that time. Virtual
   * threads are not seen: the JDK lists none.
   */
  List<String> leftRunning(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    try {
      for (Thread thread : started()) {
        thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return started().stream().map(Thread::getName).sorted().toList();
  }

  private List<Thread> started() {
    return Thread.getAllStackTraces().keySet().stream().filter(this::isOfThePlugin).toList();
  }

  /** A thread inherits group and context class loader from the one that starts it. */
  private boolean isOfThePlugin(Thread thread) {
    ThreadGroup of = thread.getThreadGroup();
    boolean inGroup = of != null && group.parentOf(of);
    return !(thread instanceof CallThread)
        && thread.isAlive()
        && (inGroup || thread.getContextClassLoader() == loader);
  }

  /** Interrupts what still runs. */
  @Override
  public void close() {
    pool.shutdownNow();
  }

  private final class Task<T> extends FutureTask<T> {
    private final String operation;
    private final Consumer<T> late;
    private final CountDownLatch begun;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean isStuck;

    Task(String operation, Callable<T> call, Consumer<T> late) {
      this(operation, call, late, new CountDownLatch(1));
    }

    private Task(String operation, Callable<T> call, Consumer<T> late, CountDownLatch begun) {
      super(
          () -> {
            begun.countDown();
            return call.call();
          });
      this.operation = operation;
      this.late = late;
      this.begun = begun;
    }

    @Override
    public void run() {
      try {
        // Each time anew: the call before may have set another.
        Thread.currentThread().setContextClassLoader(loader);
        super.run();
      } finally {
        end();
      }
    }

    @Override
    protected void set(T answer) {
      super.set(answer);
      if (isCancelled()) {
        late.accept(answer);
      }
    }

    boolean endsWithin(Duration time) {
      try {
        return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    synchronized boolean countAsStuck() {
      if (ended.getCount() == 0) {
        return false;
      }
      isStuck = true;
      stuck.incrementAndGet();
      return true;
    }

    private synchronized void end() {
      ended.countDown();
      if (isStuck) {
        log.info("the plugin {} ended {} after all", plugin, operation);
        stuck.decrementAndGet();
      }
    }
  }
}
