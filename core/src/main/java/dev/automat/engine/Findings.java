package dev.automat.engine;

import dev.automat.resource.Condition;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Status;
import dev.automat.resource.Work;
import dev.automat.store.Completion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What one reconciliation has found so far, beside what was stored before it. Each method gives the
 * findings with one thing more.
 *
 * @param before as claimed
 */
record Findings(
    Resource before,
    Status status,
    Work work,
    Optional<Instant> ready,
    Optional<Instant> deleted,
    List<Event.Draft> events) {

  static Findings startingFrom(Resource resource) {
    return new Findings(
        resource,
        resource.status(),
        resource.work(),
        resource.times().ready(),
        resource.times().deleted(),
        List.of());
  }

  Findings status(UnaryOperator<Status> change) {
    return new Findings(before, change.apply(status), work, ready, deleted, events);
  }

  Findings work(UnaryOperator<Work> change) {
    return new Findings(before, status, change.apply(work), ready, deleted, events);
  }

  Findings condition(Condition.Type type, Condition.State state, String reason, String message) {
    return status(s -> s.with(new Condition(type, state, reason, message, before.generation())));
  }

  Findings event(Event.Draft event) {
    return new Findings(
        before,
        status,
        work,
        ready,
        deleted,
        Stream.concat(events.stream(), Stream.of(event)).toList());
  }

  /**
   * An event, but only if the condition does not say so already: a timeline shows changes, not
   * repetitions.
   */
  Findings eventIfNews(Condition.Type type, Event.Draft event) {
    boolean known =
        before
            .status()
            .condition(type)
            .filter(c -> c.reason().equals(event.reason()) && c.message().equals(event.message()))
            .isPresent();
    return known ? this : event(event);
  }

  Findings readySince(Instant now) {
    return new Findings(before, status, work, ready.or(() -> Optional.of(now)), deleted, events);
  }

  Findings deletedAt(Instant now) {
    return new Findings(before, status, work, ready, Optional.of(now), events);
  }

  Phase phase() {
    return Phases.of(before, status, work, deleted.isPresent());
  }

  /** In the words of the newest line, or of what is going on. */
  String words() {
    return events.isEmpty()
        ? status.progress().map(Status.Progress::step).orElse("")
        : events.getLast().message();
  }

  Completion dueAt(Instant due) {
    boolean nothingNew =
        events.isEmpty()
            && status.equals(before.status())
            && work.equals(before.work())
            && ready.equals(before.times().ready())
            && deleted.equals(before.times().deleted())
            && phase() == before.phase();
    return new Completion(
        before.uid(),
        before.lease().epoch(),
        due,
        nothingNew
            ? Optional.empty()
            : Optional.of(new Completion.Found(phase(), status, work, ready, deleted, events)));
  }
}
