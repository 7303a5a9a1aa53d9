package dev.automat.testkit.aws;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What SQS keeps apart from queues: the names of those that were deleted. */
final class QueueLayer implements Layer {

  private static final AwsRefusal DELETED_RECENTLY =
      new AwsRefusal(
          400,
          "AWS.SimpleQueueService.QueueDeletedRecently",
          "You must wait 60 seconds after deleting a queue before you can create another with the"
              + " same name.",
          Optional.of("QueueDeletedRecently"));

  private final Switches switches;
  private final QueueAttributes attributes = new QueueAttributes();
  private final Map<Id, Instant> deleted = new HashMap<>();

  QueueLayer(Switches switches) {
    this.switches = switches;
  }

  @Override
  public synchronized AwsReply answer(AwsCall call, Onward onward) throws IOException {
    Instant now = switches.clock.instant();
    if (call.action().equals("CreateQueue")) {
      Instant kept = deleted.get(Id.of(call, call.parameter("QueueName").orElse("")));
      if (kept != null && now.isBefore(kept)) {
        throw new Refused(DELETED_RECENTLY);
      }
    }
    AwsReply reply =
        switches.repairs(Repair.QUEUE_ATTRIBUTES)
            ? attributes.answer(call, onward)
            : onward.go(call);
    if (call.action().equals("DeleteQueue") && reply.ok()) {
      String url = call.parameter("QueueUrl").orElse("");
      Id id = Id.of(call, url.substring(url.lastIndexOf('/') + 1));
      deleted.put(id, now.plus(switches.timings.queueNameKept()));
    }
    // The body names the exception, as AWS does it; clients would believe moto's header instead.
    return switches.repairs(Repair.QUEUE_EXCEPTIONS) ? reply.without("X-Amzn-Errortype") : reply;
  }
}
