package dev.automat.provisioner.gcp.pubsub;

import java.util.List;

/**
 * What the parts of a queue are called. Ids begin with a letter, have 3 to 255 characters, and do
 * not begin with {@code goog} ("Create a topic").
 *
 * @param project its id
 * @param externalName of the queue
 */
record QueueNames(String project, String externalName) {

  private static final String RESERVED = "goog";
  private static final String INSTEAD = "q-";
  private static final String DEAD = "-dead";

  String topic() {
    return full("topics", id());
  }

  String subscription() {
    return full("subscriptions", id());
  }

  String deadTopic() {
    return full("topics", id() + DEAD);
  }

  String deadSubscription() {
    return full("subscriptions", id() + DEAD);
  }

  /** What topic and subscription are both called. */
  String id() {
    return externalName.startsWith(RESERVED) ? INSTEAD + externalName : externalName;
  }

  /** The queue that a topic or subscription of that full name is a part of. */
  static QueueNames ofPart(String project, String fullName) {
    String id = fullName.substring(fullName.lastIndexOf('/') + 1);
    String main = id.endsWith(DEAD) ? id.substring(0, id.length() - DEAD.length()) : id;
    return new QueueNames(
        project, main.startsWith(INSTEAD + RESERVED) ? main.substring(INSTEAD.length()) : main);
  }

  List<String> all() {
    return List.of(topic(), deadTopic(), deadSubscription(), subscription());
  }

  private String full(String collection, String id) {
    return "projects/%s/%s/%s".formatted(project, collection, id);
  }
}
