package dev.automat.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the cloud says now. */
public sealed interface Observation {

  /** The cloud said that it is not there. */
  record Absent() implements Observation {}

  /**
   * Something has the name, and it is not ours: another uid, installation or account.
   *
   * @param message what was found, for a person
   */
  record Foreign(String message) implements Observation {}

  /**
   * It is there and ours.
   *
   * @param cloudId the id that the cloud gave it, where there is one
   * @param state what it is doing
   * @param message the cloud's own words on that state, such as a change that waits; empty if there
   *     are none. Each new one is a line of the timeline: no time of the look and no counter may
   *     stand in it, so that it stays equal while nothing changes
   * @param settings in the type's settings schema, without what the cloud does not show; JSON
   *     values as {@code String, Boolean, Long, Double, List, Map}, as the outputs are: anything
   *     else is refused as a defect of the plugin
   * @param tags all tags, ours and others
   * @param outputs what applications need and may be seen by all: never a secret
   * @param parts the children
   */
  record Present(
      Optional<String> cloudId,
      State state,
      String message,
      Map<String, Object> settings,
      Map<String, String> tags,
      Map<String, Object> outputs,
      List<Part> parts)
      implements Observation {

    public Present {
      settings = Map.copyOf(settings);
      tags = Map.copyOf(tags);
      outputs = Map.copyOf(outputs);
      parts = List.copyOf(parts);
    }
  }

  /** What a present resource is doing. */
  enum State {
    /** The cloud is still making or changing it. */
    WORKING,
    AVAILABLE,
    DELETING,
    /** The cloud gave up on it; the message says why. */
    FAILED
  }

  /**
   * A child object, such as a dead-letter queue.
   *
   * @param role what it is for, such as {@code role} or {@code dead-letter-queue}
   * @param cloudId the cloud's name or id of it
   * @param link where a person can look at it
   */
  record Part(String role, String cloudId, Optional<String> link) {}
}
