package dev.automat.provisioner.local.queue;

import static dev.automat.provisioner.local.queue.QueueDescriptor.DELAY;
import static dev.automat.provisioner.local.queue.QueueDescriptor.ENDPOINT;
import static dev.automat.provisioner.local.queue.QueueDescriptor.FIFO;
import static dev.automat.provisioner.local.queue.QueueDescriptor.MAX_RECEIVE_COUNT;
import static dev.automat.provisioner.local.queue.QueueDescriptor.NAME;
import static dev.automat.provisioner.local.queue.QueueDescriptor.RECEIVE_WAIT;
import static dev.automat.provisioner.local.queue.QueueDescriptor.REGION;
import static dev.automat.provisioner.local.queue.QueueDescriptor.URL;
import static dev.automat.provisioner.local.queue.QueueDescriptor.VISIBILITY_TIMEOUT;

import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue as the server shows it.
 *
 * @param name with its suffix
 * @param url under which clients address it
 * @param deadLetters the name of its dead-letter queue, if that exists
 */
record FoundQueue(
    String name,
    String url,
    Map<QueueAttributeName, String> attributes,
    Map<String, String> tags,
    Optional<String> deadLetters) {

  private static final Pattern RECEIVES =
      Pattern.compile("\"maxReceiveCount\"\\s*:\\s*\"?([0-9]+)");

  Present present(URI endpoint) {
    return new Present(
        Optional.empty(),
        State.AVAILABLE,
        "",
        settings(),
        tags,
        Map.of(
            URL, url, NAME, name, REGION, RunningElasticMq.REGION, ENDPOINT, endpoint.toString()),
        deadLetters
            .map(queue -> List.of(new Part("dead-letter-queue", queue, Optional.empty())))
            .orElseGet(List::of));
  }

  Map<String, Object> settings() {
    return Map.of(
        VISIBILITY_TIMEOUT, number(QueueAttributeName.VISIBILITY_TIMEOUT),
        DELAY, number(QueueAttributeName.DELAY_SECONDS),
        RECEIVE_WAIT, number(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS),
        FIFO, isFifo(),
        MAX_RECEIVE_COUNT, maxReceiveCount());
  }

  boolean isFifo() {
    return QueueNames.isFifo(name);
  }

  /** 0 without a redrive policy, or when the queue that it names is gone. */
  long maxReceiveCount() {
    Matcher matcher =
        RECEIVES.matcher(attributes.getOrDefault(QueueAttributeName.REDRIVE_POLICY, ""));
    return deadLetters.isPresent() && matcher.find() ? Long.parseLong(matcher.group(1)) : 0L;
  }

  private long number(QueueAttributeName attribute) {
    return Long.parseLong(attributes.getOrDefault(attribute, "0"));
  }
}
