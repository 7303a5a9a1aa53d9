package dev.automat.testkit.aws;

/** Where moto lies, and the proxy puts it right. All are on unless a test switches them off. */
public enum Repair {
  /** Moto gives every database the same {@code DbiResourceId}. */
  DATABASE_IDS,
  /** Moto forgets a changed port, and all of monitoring and Performance Insights. */
  DATABASE_SETTINGS,
  /** Moto writes the same password into every secret that RDS manages. */
  MANAGED_PASSWORDS,
  /** Moto's refusals of SQS carry a header from which clients read no exception of the model. */
  QUEUE_EXCEPTIONS,
  /** Moto deletes parameter groups and subnet groups that a database uses. */
  DATABASE_GROUPS,
  /**
   * Moto forgets a queue's policy when something else is set, hides its redrive-allow policy, and
   * lets both ways to encrypt be on at once.
   */
  QUEUE_ATTRIBUTES,
  /**
   * Moto shows a deleted cache as {@code deleting} for ever, and breaks on a change. The proxy
   * hides the one and holds the other. A cache made again under the name of a deleted one has a
   * number behind its name in moto. What moto has not at all of caches the proxy keeps by itself:
   * parameter groups, subnet groups that go, users and user groups, shards and replicas that change
   * in number, events. And the tagging API shows just what is named.
   */
  CACHES
}
