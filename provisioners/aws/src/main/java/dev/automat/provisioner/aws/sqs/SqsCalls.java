package dev.automat.provisioner.aws.sqs;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The calls to SQS in one place. They throw what the SDK throws. */
final class SqsCalls {

  private final Place place;
  private final SqsClient sqs;

  SqsCalls(Place place) {
    this.place = place;
    this.sqs = place.sqs();
  }

  Place place() {
    return place;
  }

  /** What has one of the resource's names. */
  FoundQueues find(QueueNames names) {
    Map<String, String> urls = urls(names);
    boolean fifo =
        urls.containsKey(names.main(true))
            || (!urls.containsKey(names.main(false)) && urls.containsKey(names.deadLetters(true)));
    Optional<String> letters = Optional.ofNullable(urls.get(names.deadLetters(fifo)));
    Optional<String> main = Optional.ofNullable(urls.get(names.main(fifo)));
    if (main.isEmpty() && letters.isPresent()) {
      // The list may lag behind: one of the two may be shown before the other.
      main = url(names.main(fifo));
    }
    return new FoundQueues(
        main.flatMap(url -> read(names.main(fifo), url)),
        letters.flatMap(url -> read(names.deadLetters(fifo), url)));
  }

  /** The URLs of the queues that have one of the resource's names, by name. */
  Map<String, String> urls(QueueNames names) {
    Map<String, String> urls = new HashMap<>();
    for (String url : sqs.listQueues(list -> list.queueNamePrefix(names.external())).queueUrls()) {
      String name = url.substring(url.lastIndexOf('/') + 1);
      if (names.all().contains(name)) {
        urls.put(name, url);
      }
    }
    return urls;
  }

  /** All about the queue; empty if it is not there. */
  Optional<FoundQueue> read(String name, String url) {
    return ifThere(
        () ->
            new FoundQueue(
                name,
                url,
                sqs.getQueueAttributes(
                        get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                    .attributes(),
                tags(url)));
  }

  /** The queue's tags; empty if it is not there. */
  Optional<Map<String, String>> tagsIfThere(String url) {
    return ifThere(() -> tags(url));
  }

  /**
   * Makes a queue. If there is one of that name, whoever made it, its URL is returned and it stays
   * as it is.
   */
  String make(String name, Map<QueueAttributeName, String> attributes, Map<String, String> tags) {
    try {
      return sqs.createQueue(make -> make.queueName(name).attributes(attributes).tags(tags))
          .queueUrl();
    } catch (SdkException failure) {
      if (!AwsFailures.isTaken(failure)) {
        throw failure;
      }
      return url(name).orElseThrow(() -> failure);
    }
  }

  void change(String url, Map<QueueAttributeName, String> attributes) {
    if (!attributes.isEmpty()) {
      sqs.setQueueAttributes(set -> set.queueUrl(url).attributes(attributes));
    }
  }

  /** Sets these tags; others stay. */
  void tag(FoundQueue queue, Map<String, String> tags) {
    if (!queue.tags().entrySet().containsAll(tags.entrySet())) {
      sqs.tagQueue(tag -> tag.queueUrl(queue.url()).tags(tags));
    }
  }

  /** Deletes the queue; one that is gone is success. */
  void delete(String url) {
    ifThere(() -> sqs.deleteQueue(delete -> delete.queueUrl(url)));
  }

  String arn(String name) {
    return "arn:%s:sqs:%s:%s:%s"
        .formatted(place.partition(), place.region(), place.accountId(), name);
  }

  private Optional<String> url(String name) {
    return ifThere(() -> sqs.getQueueUrl(get -> get.queueName(name)).queueUrl());
  }

  private Map<String, String> tags(String url) {
    return sqs.listQueueTags(list -> list.queueUrl(url)).tags();
  }

  private static <T> Optional<T> ifThere(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (SdkException failure) {
      if (!AwsFailures.isMissing(failure)) {
        throw failure;
      }
      return Optional.empty();
    }
  }
}
