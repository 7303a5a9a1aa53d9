package dev.automat.provisioner.local.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * An exclusive lock on a directory, against other threads and other processes. It ends with the
 * process, however that ends.
 */
public final class DirectoryLock {

  /**
   * A file lock is the process's, not the thread's: two threads that asked for one would get an
   * exception, not a turn.
   */
  private static final Map<Path, ReentrantLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

  private DirectoryLock() {}

  /**
   * Waits for its turn, at most as long as the calling thread is not interrupted, and does the work
   * then.
   *
   * @throws dev.automat.spi.ProvisionerException if the lock file can not be written or the thread
   *     is interrupted
   */
  public static <T> T holding(Path directory, Supplier<T> work) {
    ReentrantLock threads =
        OF_THIS_PROCESS.computeIfAbsent(directory.toAbsolutePath(), key -> new ReentrantLock());
    try {
      threads.lockInterruptibly();
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted("waiting for the lock of " + directory, interrupt);
    }
    try (FileChannel channel =
        FileChannel.open(
            Files.createDirectories(directory).resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      channel.lock(); // ends with the channel
      return work.get();
    } catch (IOException failure) {
      throw HostFailure.files("can not lock " + directory, failure);
    } finally {
      threads.unlock();
    }
  }
}
