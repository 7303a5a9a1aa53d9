package dev.automat.provisioner.local.queue;

import dev.automat.provisioner.local.host.HostFailure;
import dev.automat.provisioner.local.host.KeptPort;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The queue server of this process: starts at the first use, at a port that is kept, with the
 * queues and messages that it had. Safe for use by many threads at once.
 */
public final class QueueServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QueueServer.class);
  private static final int FIRST_PORT = 9325;
  private static final int STARTS = 3;

  private final Path base;
  private final KeptPort port;
  private final Function<URI, SqsClient> clients;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable RunningElasticMq running;
  private boolean closed;

  /**
   * Does nothing yet.
   *
   * @param base where queues, messages and the port are kept
   * @param configuredPort 0 to choose a free one once
   */
  public QueueServer(Path base, int configuredPort) {
    this(base, configuredPort, SqsClients::of);
  }

  /**
   * @param clients makes the client that the type speaks through, from the server's endpoint
   */
  QueueServer(Path base, int configuredPort, Function<URI, SqsClient> clients) {
    this.clients = clients;
    this.base = base.toAbsolutePath();
    this.port =
        new KeptPort(
            this.base.resolve("port"),
            configuredPort,
            FIRST_PORT,
            "provisioners.local.queues.port");
  }

  /** The server; starts it at the first call. */
  RunningElasticMq running() {
    RunningElasticMq known = running;
    if (known != null) {
      return known;
    }
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted("waiting for the queue server to start", interrupt);
    }
    try {
      RunningElasticMq meanwhile = running;
      return meanwhile != null ? meanwhile : start();
    } finally {
      lock.unlock();
    }
  }

  private RunningElasticMq start() {
    if (closed) {
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE, "the provisioner local is closed", "start Automat again");
    }
    try {
      Files.createDirectories(base);
      Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException failure) {
      throw HostFailure.files("can not use " + base, failure);
    }
    RunningElasticMq started = startedAtFreePort();
    running = started;
    LOG.info("Queue server (ElasticMQ) started on {}, data in {}", started.endpoint(), base);
    return started;
  }

  /**
   * Tried again where nothing is kept yet, because a free port may be taken while the server
   * starts.
   */
  private RunningElasticMq startedAtFreePort() {
    for (int attempt = 1; ; attempt++) {
      int chosen = port.free();
      try {
        RunningElasticMq started =
            RunningElasticMq.start(QueueStore.open(base), chosen, port, clients);
        port.keep(chosen);
        return started;
      } catch (ProvisionerException failure) {
        if (attempt == STARTS || port.settled().isPresent() || !KeptPort.isTaken(failure)) {
          throw failure;
        }
        LOG.warn("The queue server did not start, trying again: {}", failure.getMessage());
      }
    }
  }

  /** Stops the server; its content stays on disk. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      RunningElasticMq known = running;
      running = null;
      if (known != null) {
        known.close();
        LOG.info("Queue server stopped");
      }
    } finally {
      lock.unlock();
    }
  }
}
