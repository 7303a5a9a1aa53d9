package dev.automat.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Closed loops that write, each on a virtual thread, as requests are. */
final class Writers {

  /** One loop. */
  @FunctionalInterface
  interface Writer extends AutoCloseable {

    /** Writes once and waits until it is kept. */
    void write(long number) throws Exception;

    @Override
    default void close() throws SQLException {}
  }

  private Writers() {}

  /**
   * Writes for so long.
   *
   * @param writer makes the loop of that number
   * @return writes per second
   */
  static double run(int writers, Duration length, IntFunction<Writer> writer) {
    List<Writer> loops = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      loops.add(writer.apply(i));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      long end = start + length.toNanos();
      List<Callable<Long>> tasks = new ArrayList<>();
      loops.forEach(loop -> tasks.add(() -> loop(loop, end)));
      long written = 0;
      for (Future<Long> each : threads.invokeAll(tasks)) {
        written += each.get();
      }
      return written * 1e9 / (System.nanoTime() - start);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long loop(Writer writer, long end) throws Exception {
    try (writer) {
      long number = 0;
      while (System.nanoTime() < end) {
        writer.write(number++);
      }
      return number;
    }
  }
}
