package dev.automat.resource;

import java.util.Set;

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

  /** The reasons of {@code Synced} of what is tried again in vain until somebody acts. */
  public static final Set<String> WAITING_FOR_SOMEBODY =
      Set.of("Foreign", "Refused", "QuotaExceeded", "PluginMissing", "KeyUnavailable");

  /**
   * Whether that reason of {@code Synced} says that the engine has done what it can: what it still
   * tries in vain, or what is gone, waits for a person's act.
   */
  public static boolean waitsForSomebody(String reason) {
    return WAITING_FOR_SOMEBODY.contains(reason) || reason.equals(MISSING);
  }

  /** The aspects. */
  public enum Type {
    /** The cloud has what the plan says. */
    Synced,
    /** It can be used. */
    Ready,
    /** The cloud differs from the plan and is left so. */
    Drifted,
    /** It will be taken back soon. */
    Expiring,
    /** Nothing is changed in the cloud for a while, because somebody asked for that. */
    Paused,
    /** It is as the rules of today ask. Never stored: it is found out when somebody looks. */
    Compliant
  }

  /** Whether the aspect holds. */
  public enum State {
    True,
    False,
    Unknown
  }
}
