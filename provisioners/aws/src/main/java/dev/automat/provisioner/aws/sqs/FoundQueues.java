package dev.automat.provisioner.aws.sqs;

import dev.automat.provisioner.aws.call.Ownership;
import dev.automat.spi.Observation;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The queues that have a resource's names.
 *
 * @param main the queue itself
 * @param letters the dead-letter queue
 */
record FoundQueues(Optional<FoundQueue> main, Optional<FoundQueue> letters) {

  /** What is wrong with taking the queue for ours; empty if it is ours, or not there. */
  Optional<Observation.Foreign> foreign(ResourceRef ref) {
    return main.flatMap(queue -> foreign(queue, ref));
  }

  /** The dead-letter queue, unless it is somebody else's. */
  Optional<FoundQueue> ourLetters(ResourceRef ref) {
    return letters.filter(queue -> foreign(queue, ref).isEmpty());
  }

  /**
   * @throws ProvisionerException with {@code FOREIGN} if either is somebody else's
   */
  void requireOurs(ResourceRef ref) {
    main.ifPresent(queue -> requireOurs(queue, ref));
    letters.ifPresent(queue -> requireOurs(queue, ref));
  }

  /**
   * After how many receives messages go to our dead-letter queue; 0 if they do not.
   *
   * @param ref whose queues they are
   */
  long maxReceiveCount(ResourceRef ref) {
    Optional<Redrive> redrive = main.flatMap(Redrive::of);
    return redrive
        .filter(
            way -> ourLetters(ref).filter(queue -> way.target().equals(queue.arn())).isPresent())
        .map(Redrive::maxReceiveCount)
        .orElse(0L);
  }

  /**
   * Whether only a dead-letter queue is there that no queue ever pointed to: what is left of a
   * create whose queue was deleted before the call that made this one took effect.
   */
  boolean isLateRemainder(ResourceRef ref) {
    return main.isEmpty()
        && ourLetters(ref)
            .filter(queue -> queue.attribute(QueueAttributeName.REDRIVE_ALLOW_POLICY).isEmpty())
            .isPresent();
  }

  static void requireOurs(FoundQueue queue, ResourceRef ref) {
    Ownership.require("queue", queue.name(), queue.tags(), ref);
  }

  private static Optional<Observation.Foreign> foreign(FoundQueue queue, ResourceRef ref) {
    return Ownership.foreign("queue", queue.name(), queue.tags(), ref);
  }
}
