package dev.automat.store;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the room of old versions in H2's file, in small steps while it is in use. H2 would do
 * so itself, but only with a WRITE_DELAY, with which it loses commits (see {@link H2Opening}).
 *
 * <p>Measured with 20,000 resources (40 MB) in batches of five, so two commits for five reconciles:
 * without it the file grew to 25 times what is alive; with it to 5 times at 1,000 reconciles a
 * second, and to 15 times at 2,500. It shrinks again when there is less to do, and at closing.
 */
final class H2Compactor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(H2Compactor.class);

  private static final long PAUSE_MILLIS = 250;

  /** It works while less than this of the file's chunks is alive, in percent. */
  private static final int TARGET = 30;

  /** Rewritten in one step, in bytes: commits wait as long as that takes, some 20 ms. */
  private static final int STEP = 2 << 20;

  private final MVStore file;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private long seen;

  private H2Compactor(MVStore file) {
    this.file = file;
    this.thread = Thread.ofPlatform().name("store-compactor").daemon().start(this::run);
  }

  /** Starts on the file of a connection. */
  static H2Compactor start(Handle handle) {
    try {
      JdbcConnection connection = handle.getConnection().unwrap(JdbcConnection.class);
      SessionLocal session = (SessionLocal) connection.getSession();
      return new H2Compactor(session.getDatabase().getStore().getMvStore());
    } catch (SQLException e) {
      throw new IllegalStateException("not a connection of H2", e);
    }
  }

  private void run() {
    try {
      while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        step();
      }
    } catch (MVStoreException e) {
      LOG.error("H2's file is not compacted any more and will grow until the next start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() {
    if (file.getCurrentVersion() == seen) {
      return;
    }
    if (file.compact(TARGET, STEP)) {
      // What was moved must be on the disk before its old place is used again.
      file.sync();
    } else {
      seen = file.getCurrentVersion();
    }
  }

  /** Ends after the step under way. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
