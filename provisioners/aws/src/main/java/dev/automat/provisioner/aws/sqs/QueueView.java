package dev.automat.provisioner.aws.sqs;

import static dev.automat.provisioner.aws.sqs.SqsDescriptor.CONTENT_BASED_DEDUPLICATION;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.ResourceRef;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What stands, in the words of the SPI.
 *
 * @param main the queue
 * @param letters its dead-letter queue, if there is one and it is ours
 * @param maxReceiveCount after which messages go there; 0 if they do not
 */
record QueueView(Place place, FoundQueue main, Optional<FoundQueue> letters, long maxReceiveCount) {

  private static final String DEAD_LETTER_QUEUE = "dead-letter-queue";

  static QueueView of(Place place, FoundQueue main, FoundQueues found, ResourceRef ref) {
    return new QueueView(place, main, found.ourLetters(ref), found.maxReceiveCount(ref));
  }

  Present present() {
    return new Present(
        Optional.of(main.arn()),
        State.AVAILABLE,
        "",
        settings(),
        main.tags(),
        outputs(),
        letters.map(queue -> part(place, queue)).stream().toList());
  }

  /** Of a dead-letter queue that no queue ever pointed to. */
  static Present lateRemainder(Place place, FoundQueue letters) {
    return new Present(
        Optional.empty(),
        State.FAILED,
        "only the dead-letter queue %s is there".formatted(letters.name()),
        Map.of(),
        letters.tags(),
        Map.of(),
        List.of(part(place, letters)));
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(SqsDescriptor.FIFO, main.isFifo());
    show(settings, WantedQueue.PLAIN);
    if (main.isFifo()) {
      show(settings, WantedQueue.OF_FIFO);
    }
    settings.put(SqsDescriptor.MAX_RECEIVE_COUNT, maxReceiveCount);
    settings.put(SqsDescriptor.ENCRYPTED, both(Encryption::isOn));
    settings.put(SqsDescriptor.KMS_KEY, Encryption.keyOf(main));
    settings.put(SqsDescriptor.DENY_PLAINTEXT, both(QueueView::deniesPlaintext));
    number(main, QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS)
        .ifPresent(seconds -> settings.put(SqsDescriptor.KMS_REUSE, seconds));
    letters
        .flatMap(queue -> number(queue, QueueAttributeName.MESSAGE_RETENTION_PERIOD))
        .ifPresent(seconds -> settings.put(SqsDescriptor.DEAD_LETTER_RETENTION, seconds));
    return settings;
  }

  private void show(Map<String, Object> settings, Map<String, QueueAttributeName> attributes) {
    attributes.forEach(
        (setting, attribute) ->
            value(setting, main.attribute(attribute))
                .ifPresent(value -> settings.put(setting, value)));
  }

  private static Optional<Object> value(String setting, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (setting.equals(CONTENT_BASED_DEDUPLICATION)) {
      return Optional.of(Boolean.parseBoolean(text));
    }
    return Optional.of(WantedQueue.PLAIN.containsKey(setting) ? (Object) Long.valueOf(text) : text);
  }

  private static Optional<Long> number(FoundQueue queue, QueueAttributeName attribute) {
    return Optional.of(queue.attribute(attribute))
        .filter(text -> !text.isEmpty())
        .map(Long::valueOf);
  }

  /** The dead-letter queue holds the same messages: what protects them must be true of both. */
  private boolean both(Predicate<FoundQueue> protection) {
    return Stream.concat(Stream.of(main), letters.stream()).allMatch(protection);
  }

  private static boolean deniesPlaintext(FoundQueue queue) {
    return new TransportPolicy(queue.attribute(QueueAttributeName.POLICY), queue.arn()).denies();
  }

  private Map<String, Object> outputs() {
    Map<String, Object> outputs = new HashMap<>();
    outputs.put(SqsDescriptor.URL, main.url());
    outputs.put(SqsDescriptor.ARN, main.arn());
    outputs.put(SqsDescriptor.NAME, main.name());
    outputs.put(SqsDescriptor.REGION, place.region());
    outputs.put(SqsDescriptor.ENDPOINT, endpoint(main.url()));
    letters.ifPresent(queue -> outputs.put(SqsDescriptor.DEAD_LETTER_URL, queue.url()));
    return outputs;
  }

  /** The part of a queue's URL that is the service's. */
  private static String endpoint(String url) {
    return URI.create(url).resolve("/").toString().replaceAll("/$", "");
  }

  private static Part part(Place place, FoundQueue queue) {
    return new Part(DEAD_LETTER_QUEUE, queue.arn(), Optional.of(link(place, queue)));
  }

  private static String link(Place place, FoundQueue queue) {
    return place.consoleLink(
        "sqs/v3/home?region=%s#/queues/%s"
            .formatted(place.region(), URLEncoder.encode(queue.url(), StandardCharsets.UTF_8)));
  }
}
