package dev.automat.testkit.gcp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations of all projects: {@code PENDING} for a quarter of their time, then {@code
 * RUNNING}, then {@code DONE}, which is when they have their effect.
 */
final class SqlOperations {

  private final List<Running> all = new ArrayList<>();
  private long serial;

  private static final class Running {
    private final ObjectNode shown;
    private final Instant starts;
    private final Instant ends;
    private final Runnable effect;
    private final Optional<String> failure;
    private boolean done;

    Running(
        ObjectNode shown, Instant starts, Instant ends, Runnable effect, Optional<String> failure) {
      this.shown = shown;
      this.starts = starts;
      this.ends = ends;
      this.effect = effect;
      this.failure = failure;
    }
  }

  /**
   * Begins one.
   *
   * @param effect what it has done when it ends
   * @param failure the code with which it ends, where it ends badly; the effect then is that of the
   *     failure
   */
  ObjectNode begin(
      String type,
      String project,
      String instance,
      Instant now,
      Duration time,
      Runnable effect,
      Optional<String> failure) {
    ObjectNode shown = SqlInstance.object();
    String name = "00000000-0000-4000-8000-%012d".formatted(++serial);
    shown
        .put("kind", "sql#operation")
        .put("name", name)
        .put("operationType", type)
        .put("status", "PENDING")
        .put("insertTime", now.toString())
        .put("targetId", instance)
        .put("targetProject", project)
        .put("user", "fake@example.com");
    Running running =
        new Running(shown, now.plus(time.dividedBy(4)), now.plus(time), effect, failure);
    all.add(running);
    settle(now);
    return shown.deepCopy();
  }

  /** Lets everything happen that is due. */
  void settle(Instant now) {
    for (Running one : List.copyOf(all)) {
      if (!one.done && !now.isBefore(one.starts)) {
        one.shown.put("status", "RUNNING").put("startTime", one.starts.toString());
      }
      if (!one.done && !now.isBefore(one.ends)) {
        one.done = true;
        one.effect.run();
        one.shown.put("status", "DONE").put("endTime", one.ends.toString());
        one.failure.ifPresent(code -> fail(one.shown, code));
      }
    }
  }

  private static void fail(ObjectNode shown, String code) {
    shown
        .putObject("error")
        .put("kind", "sql#operationErrors")
        .putArray("errors")
        .addObject()
        .put("kind", "sql#operationError")
        .put("code", code)
        .put("message", "the operation failed with " + code);
  }

  boolean isBusy(String project, String instance) {
    return all.stream().anyMatch(one -> !one.done && isOf(one.shown, project, instance));
  }

  Optional<ObjectNode> find(String project, String name) {
    return all.stream()
        .map(one -> one.shown)
        .filter(
            shown ->
                shown.path("name").asString("").equals(name)
                    && shown.path("targetProject").asString("").equals(project))
        .findFirst()
        .map(ObjectNode::deepCopy);
  }

  /** The newest first, as Google lists them. */
  List<ObjectNode> of(String project, String instance) {
    return all.reversed().stream()
        .map(one -> one.shown)
        .filter(shown -> isOf(shown, project, instance))
        .map(ObjectNode::deepCopy)
        .toList();
  }

  private static boolean isOf(ObjectNode shown, String project, String instance) {
    return shown.path("targetProject").asString("").equals(project)
        && (instance.isEmpty() || shown.path("targetId").asString("").equals(instance));
  }
}
