package dev.automat.provisioner.gcp.pubsub;

import dev.automat.provisioner.gcp.call.Labels;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.NamingRule;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Ability;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of {@code gcp/pubsub} before anything is made. */
public final class PubSubDescriptor {

  /** Limits and defaults are those of the comments on google.pubsub.v1.Subscription and Topic. */
  private static final String SETTINGS =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "ackDeadlineSeconds": {
            "type": "integer", "minimum": 10, "maximum": 600,
            "description": "How long a message that was delivered is hidden from others until it is acknowledged, in seconds; a receiver can change it for each message. Default: that of Google, 10."
          },
          "delaySeconds": {
            "type": "integer", "minimum": 0, "maximum": 0,
            "description": "How long a new message is held back: Pub/Sub knows no such thing, so that only 0 is taken. It is here for modules that offer it on other clouds. Default: 0."
          },
          "messageRetentionSeconds": {
            "type": "integer", "minimum": 600, "maximum": 2678400,
            "description": "How long a message is kept that nobody acknowledges, in seconds. Default: that of Google, 604800 (7 days)."
          },
          "retainAcknowledged": {
            "type": "boolean",
            "description": "Whether acknowledged messages are kept as long as others, so that a person can seek back to them. Their storage is paid for. Default: false."
          },
          "ordered": {
            "type": "boolean",
            "description": "Whether messages of one ordering key are delivered in the order in which they were published. Duplicates are not dropped by it. Default: false."
          },
          "exactlyOnce": {
            "type": "boolean",
            "description": "Whether a message is not delivered again once its acknowledgement was confirmed, to subscribers in one region. What was published twice is delivered twice. Default: false."
          },
          "maxDeliveryAttempts": {
            "type": "integer", "minimum": 5, "maximum": 100,
            "description": "After about how many deliveries without success a message goes to the dead-letter topic. Default: 5."
          },
          "deadLetterRetentionSeconds": {
            "type": "integer", "minimum": 600, "maximum": 2678400,
            "description": "How long dead letters are kept, counted from when they became ones, in seconds. Default: that of Google, 604800 (7 days)."
          },
          "minimumBackoffSeconds": {
            "type": "integer", "minimum": 0, "maximum": 600,
            "description": "The shortest pause before a message is delivered again, in seconds. Default: none, or 10 if maximumBackoffSeconds is set."
          },
          "maximumBackoffSeconds": {
            "type": "integer", "minimum": 0, "maximum": 600,
            "description": "The longest pause, towards which it grows, in seconds; at least minimumBackoffSeconds. Default: none, or 600 if minimumBackoffSeconds is set."
          },
          "expiresAfterIdleDays": {
            "type": "integer", "minimum": 0, "maximum": 365,
            "description": "After how many days without a receiver Google deletes the subscriptions, with their messages; 0 for never. Default: 0, where Google's own is 31."
          },
          "storedInRegion": {
            "type": "boolean",
            "description": "Whether messages are stored in the region of the placement and nowhere else. false: wherever the organisation's policy allows. Default: true."
          },
          "kmsKeyName": {
            "type": "string", "pattern": "^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$",
            "description": "The key that encrypts messages, those of the dead-letter topic too. What was published under another stays under that. Default: that of the region in the platform configuration, or Google's own."
          },
          "customerKey": {
            "type": "boolean",
            "description": "true: a key of yours must encrypt them, and without one nothing is made. false: Google's own does. Default: the key of the region if it has one."
          }
        }
      }
      """;

  /** The descriptor of {@code gcp/pubsub}. */
  public static final TypeDescriptor DESCRIPTOR =
      new TypeDescriptor(
              "gcp/pubsub",
              SETTINGS,
              Map.of(
                  // There is only one value.
                  Keys.DELAY, Change.REPLACE,
                  // "Order messages": the property of a subscription can not be changed.
                  Keys.ORDERED, Change.REPLACE,
                  // A key is exchanged in place ("Configure message encryption"); that a topic
                  // can be left without one is said nowhere.
                  Keys.CUSTOMER_KEY, Change.REPLACE),
              // 255, less "q-" and "-dead"
              new NamingRule(248),
              // ListTopics and ListSubscriptions show all there is, a thousand a call.
              ListDepth.FULL,
              CredentialNeed.NONE,
              List.of(
                  Keys.URL,
                  Keys.ENDPOINT,
                  Keys.REGION,
                  Keys.NAME,
                  Keys.PROJECT,
                  Keys.TOPIC,
                  Keys.SUBSCRIPTION,
                  Keys.DEAD_LETTER_SUBSCRIPTION),
              Duration.ofSeconds(30),
              Duration.ofSeconds(3),
              // "Quotas and limits": 6,000 administrator operations a minute for a project and
              // region; a look makes 4 of them, a creation 16.
              new RateLimit(10, 8, Optional.of("pubsub")))
          .withBindings(
              new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.PRINCIPAL))
          .withTagRules(Labels.RULES)
          .withAbilities(Ability.QUARANTINE);

  private PubSubDescriptor() {}
}
