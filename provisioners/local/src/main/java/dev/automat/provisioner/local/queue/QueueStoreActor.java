package dev.automat.provisioner.local.queue;

import java.sql.SQLException;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Status;
import org.elasticmq.actor.queue.OperationSuccessful$;
import org.elasticmq.actor.queue.QueueEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens in the queue server into the {@link QueueStore}, in the order in which it
 * happens. The server acknowledges a message after it was written, but a queue before: {@link
 * Flush} tells when all that came before it is written.
 */
final class QueueStoreActor extends AbstractActor {

  private static final Logger LOG = LoggerFactory.getLogger(QueueStoreActor.class);

  private final QueueStore store;
  private @Nullable SQLException lost;

  QueueStoreActor(QueueStore store) {
    this.store = store;
  }

  /** Is answered when everything before it was written. */
  enum Flush {
    FLUSH
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(QueueEvent.QueueCreated.class, event -> note(() -> store.save(event.queue())))
        .match(
            QueueEvent.QueueMetadataUpdated.class, event -> note(() -> store.save(event.queue())))
        .match(QueueEvent.QueueDeleted.class, event -> note(() -> store.remove(event.queueName())))
        .match(
            QueueEvent.MessageAdded.class,
            event -> answer(() -> store.add(event.queueName(), event.message())))
        .match(
            QueueEvent.MessageUpdated.class,
            event -> answer(() -> store.change(event.queueName(), event.message())))
        .match(
            QueueEvent.MessageRemoved.class,
            event -> answer(() -> store.remove(event.queueName(), event.messageId())))
        .match(Flush.class, flush -> answer(this::report))
        .build();
  }

  @FunctionalInterface
  private interface Write {
    void run() throws SQLException;
  }

  private void note(Write write) {
    try {
      write.run();
    } catch (SQLException failure) {
      LOG.error(
          "A change of a queue could not be written, and is lost at the next restart", failure);
      lost = failure;
    }
  }

  /** Without an answer of success the server does not acknowledge the message. */
  private void answer(Write write) {
    try {
      write.run();
      getSender().tell(OperationSuccessful$.MODULE$, getSelf());
    } catch (SQLException failure) {
      LOG.error("A message could not be written, and is not acknowledged", failure);
      getSender().tell(new Status.Failure(failure), getSelf());
    }
  }

  private void report() throws SQLException {
    SQLException failure = lost;
    lost = null;
    if (failure != null) {
      throw failure;
    }
  }
}
