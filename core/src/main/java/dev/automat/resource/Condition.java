package dev.automat.resource;

/**
 * One aspect of a resource's state. Free of timestamps, so that it is equal as long as nothing
 * changed.
 *
 * @param reason one CamelCase word that a program may compare
 * @param message why, and what to do next, for a person; empty if all is well
 * @param observedGeneration the generation that it speaks of
 */
public record Condition(
    Type type, State status, String reason, String message, long observedGeneration) {

  /** The reason of {@code Ready} while what was ready is gone and waits for a person's word. */
  public static final String MISSING = "MissingExternally";

  /** The aspects. */
  public enum Type {
    /** The cloud has what the plan says. */
    Synced,
    /** It can be used. */
    Ready,
    /** The cloud differs from the plan and is left so. */
    Drifted,
    /** It will be taken back soon. */
    Expiring
  }

  /** Whether the aspect holds. */
  public enum State {
    True,
    False,
    Unknown
  }
}
