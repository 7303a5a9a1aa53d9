package dev.automat.resource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the engine knows of a resource and shows to people.
 *
 * @param observedGeneration the newest generation that the cloud was seen to have; 0 before
 * @param conditions at most one of each type, in the order of {@link Condition.Type}
 * @param externalName the name in the cloud
 * @param progress what is going on, if something is
 * @param attempts consecutive failures
 * @param nextAttemptAt when the engine tries again, after a failure
 * @param outputs what applications need; never a secret
 * @param parts the children in the cloud
 */
public record Status(
    long observedGeneration,
    List<Condition> conditions,
    String externalName,
    Optional<Progress> progress,
    int attempts,
    Optional<Instant> nextAttemptAt,
    Map<String, Object> outputs,
    List<Part> parts) {

  public Status {
    conditions = List.copyOf(conditions);
    outputs = Map.copyOf(outputs);
    parts = List.copyOf(parts);
  }

  /** What is known before the engine looked for the first time. */
  public static Status initial(String externalName) {
    return new Status(
        0, List.of(), externalName, Optional.empty(), 0, Optional.empty(), Map.of(), List.of());
  }

  public Optional<Condition> condition(Condition.Type type) {
    return conditions.stream().filter(condition -> condition.type() == type).findFirst();
  }

  /** Whether the condition is there and true. */
  public boolean is(Condition.Type type) {
    return Stream.ofNullable(condition(type).orElse(null))
        .anyMatch(c -> c.status() == Condition.State.True);
  }

  /**
   * A step under way.
   *
   * @param typicalSeconds how long the whole usually takes
   */
  public record Progress(String step, Instant since, long typicalSeconds) {}

  /** A child in the cloud. */
  public record Part(String role, String cloudId, Optional<String> link) {}
}
