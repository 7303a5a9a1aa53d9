package dev.automat.testkit.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where one database or cache stands: the states that it passes through, and the values that are
 * not yet what they will be.
 */
final class Progress {

  private record Stage(String status, Instant until) {}

  private final List<Stage> stages = new ArrayList<>();
  private final Map<String, String> before = new LinkedHashMap<>();
  private final Map<String, String> wanted = new LinkedHashMap<>();
  private Optional<Instant> due = Optional.empty();
  private Optional<String> end = Optional.empty();

  /** Adds a state that follows those there are. */
  void pass(String status, Instant now, Duration time) {
    Instant from = stages.isEmpty() ? now : later(stages.getLast().until(), now);
    stages.add(new Stage(status, from.plus(time)));
  }

  /** Says in which state it stays once all have passed. */
  void endIn(String status) {
    end = Optional.of(status);
  }

  /** The state to show; nothing if it is what moto says. */
  Optional<String> status(Instant now) {
    stages.removeIf(stage -> !now.isBefore(stage.until()));
    return stages.isEmpty() ? end : Optional.of(stages.getFirst().status());
  }

  /** Keeps a value as it was until the change is done. */
  void change(String name, String was, String becomes) {
    before.putIfAbsent(name, was);
    if (was.isEmpty() || !becomes.equals(before.get(name))) {
      wanted.put(name, becomes);
    } else {
      wanted.remove(name);
      before.remove(name);
    }
  }

  boolean hasChanges() {
    return !wanted.isEmpty();
  }

  /** Begins to work on all changes, those too that waited for a window. */
  void work(String status, Instant now, Duration time) {
    // A change shows as pending for a while before the state says anything.
    Duration unseen = time.dividedBy(4);
    pass("available", now, unseen);
    pass(status, now, time.minus(unseen));
    due = Optional.of(stages.getLast().until());
  }

  /** Values that are still as they were, by name. */
  Map<String, String> before() {
    return before;
  }

  /** Values that will be, by name. */
  Map<String, String> wanted() {
    return wanted;
  }

  /** The changes that are done by now, once. */
  Map<String, String> settle(Instant now) {
    if (due.isEmpty() || now.isBefore(due.get())) {
      return Map.of();
    }
    Map<String, String> done = Map.copyOf(wanted);
    before.clear();
    wanted.clear();
    due = Optional.empty();
    return done;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
