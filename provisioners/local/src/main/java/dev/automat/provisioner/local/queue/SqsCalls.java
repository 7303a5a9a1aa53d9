package dev.automat.provisioner.local.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** The calls to the queue server, by queue name. */
record SqsCalls(SqsClient client, String base) {

  /** The account that ElasticMQ puts into every queue's URL. */
  private static final String ACCOUNT = "000000000000";

  SqsCalls(RunningElasticMq server) {
    this(server.client(), server.endpoint() + "/" + ACCOUNT + "/");
  }

  String url(String queue) {
    return base + queue;
  }

  /** The names that begin so; all for an empty prefix. The server gives them in one answer. */
  List<String> names(String prefix) {
    List<String> names = new ArrayList<>();
    for (String url : client.listQueues(list -> list.queueNamePrefix(prefix)).queueUrls()) {
      names.add(url.substring(url.lastIndexOf('/') + 1));
    }
    return names;
  }

  /** What stands under a resource's names: the queue, if it is there. */
  Optional<FoundQueue> find(QueueNames names) {
    Set<String> existing = new HashSet<>(names(names.external()));
    return find(names, existing);
  }

  Optional<FoundQueue> find(QueueNames names, Set<String> existing) {
    for (boolean fifo : new boolean[] {false, true}) {
      String queue = names.main(fifo);
      if (existing.contains(queue)) {
        Optional<String> deadLetters =
            Optional.of(names.deadLetters(fifo)).filter(existing::contains);
        return read(queue, deadLetters);
      }
    }
    return Optional.empty();
  }

  /** Empty if it was deleted since its name was read. */
  private Optional<FoundQueue> read(String queue, Optional<String> deadLetters) {
    try {
      Map<QueueAttributeName, String> attributes =
          client
              .getQueueAttributes(
                  get -> get.queueUrl(url(queue)).attributeNames(QueueAttributeName.ALL))
              .attributes();
      return Optional.of(new FoundQueue(queue, url(queue), attributes, tags(queue), deadLetters));
    } catch (QueueDoesNotExistException gone) {
      return Optional.empty();
    }
  }

  Map<String, String> tags(String queue) {
    return client.listQueueTags(list -> list.queueUrl(url(queue))).tags();
  }

  void make(String queue, Map<QueueAttributeName, String> attributes, Map<String, String> tags) {
    client.createQueue(create -> create.queueName(queue).attributes(attributes).tags(tags));
  }

  void change(String queue, Map<QueueAttributeName, String> attributes) {
    client.setQueueAttributes(set -> set.queueUrl(url(queue)).attributes(attributes));
  }

  void tag(String queue, Map<String, String> tags) {
    client.tagQueue(tag -> tag.queueUrl(url(queue)).tags(tags));
  }

  /** What is gone already is success. */
  void delete(String queue) {
    try {
      client.deleteQueue(delete -> delete.queueUrl(url(queue)));
    } catch (QueueDoesNotExistException gone) {
      return;
    }
  }

  /** The queue's name in the form that a redrive policy wants. */
  String arn(String queue) {
    return "arn:aws:sqs:%s:%s:%s".formatted(RunningElasticMq.REGION, ACCOUNT, queue);
  }
}
