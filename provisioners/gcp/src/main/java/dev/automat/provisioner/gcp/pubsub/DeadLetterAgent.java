package dev.automat.provisioner.gcp.pubsub;

import dev.automat.provisioner.gcp.account.Place;

/**
 * Google's own service account, as which Pub/Sub forwards dead letters: it needs to publish to the
 * dead-letter topic and to receive from the subscription ("Handle message failures"). Without these
 * roles messages that fail stay where they are, and nobody is told.
 *
 * @param member as policies name it
 */
record DeadLetterAgent(String member) {

  /**
   * @throws dev.automat.spi.ProvisionerException of type USER if the project's number is not
   *     configured
   */
  static DeadLetterAgent of(Place place) {
    return new DeadLetterAgent(
        "serviceAccount:service-%s@gcp-sa-pubsub.iam.gserviceaccount.com"
            .formatted(place.projectNumber()));
  }

  void letPublish(PubSubCalls calls, String deadTopic) {
    calls.editPolicy(deadTopic, policy -> new Members(policy, Members.PUBLISHER).with(member));
  }

  void letReceive(PubSubCalls calls, String subscription) {
    calls.editPolicy(subscription, policy -> new Members(policy, Members.SUBSCRIBER).with(member));
  }
}
