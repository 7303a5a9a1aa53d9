package dev.automat.resource;

import java.time.Instant;
import java.util.Comparator;
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

  /** Whether it was ready, is gone, and waits for a person's word. */
  public boolean saysMissing() {
    return condition(Condition.Type.Ready)
        .filter(ready -> ready.reason().equals(Condition.MISSING))
        .isPresent();
  }

  /** Whether the engine has done what it can for that generation, and waits for a person. */
  public boolean waitsForSomebody(long generation) {
    return condition(Condition.Type.Synced)
        .filter(synced -> synced.observedGeneration() >= generation)
        .filter(synced -> Condition.waitsForSomebody(synced.reason()))
        .isPresent();
  }

  /** With the condition in place of the one of its type. */
  public Status with(Condition condition) {
    return withConditions(
        Stream.concat(
                conditions.stream().filter(other -> other.type() != condition.type()),
                Stream.of(condition))
            .sorted(Comparator.comparing(Condition::type))
            .toList());
  }

  /** Without a condition of that type. */
  public Status without(Condition.Type type) {
    return withConditions(conditions.stream().filter(other -> other.type() != type).toList());
  }

  private Status withConditions(List<Condition> all) {
    return new Status(
        observedGeneration, all, externalName, progress, attempts, nextAttemptAt, outputs, parts);
  }

  public Status withObservedGeneration(long generation) {
    return new Status(
        generation, conditions, externalName, progress, attempts, nextAttemptAt, outputs, parts);
  }

  public Status withProgress(Optional<Progress> step) {
    return new Status(
        observedGeneration,
        conditions,
        externalName,
        step,
        attempts,
        nextAttemptAt,
        outputs,
        parts);
  }

  /** After a failure. */
  public Status withFailure(int failures, Instant next) {
    return new Status(
        observedGeneration,
        conditions,
        externalName,
        progress,
        failures,
        Optional.of(next),
        outputs,
        parts);
  }

  /**
   * While the cloud is at it: earlier failures are remembered until it is ready, so that retries
   * stay slow.
   */
  public Status underWay() {
    return new Status(
        observedGeneration,
        conditions,
        externalName,
        progress,
        attempts,
        Optional.empty(),
        outputs,
        parts);
  }

  /** After a success. */
  public Status withoutFailure() {
    return new Status(
        observedGeneration,
        conditions,
        externalName,
        progress,
        0,
        Optional.empty(),
        outputs,
        parts);
  }

  public Status withSeen(Map<String, Object> seenOutputs, List<Part> seenParts) {
    return new Status(
        observedGeneration,
        conditions,
        externalName,
        progress,
        attempts,
        nextAttemptAt,
        seenOutputs,
        seenParts);
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
