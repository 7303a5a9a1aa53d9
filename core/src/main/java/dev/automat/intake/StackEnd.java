package dev.automat.intake;

import dev.automat.admission.Expiry;
import dev.automat.intake.StackAnswer.Effect;
import dev.automat.intake.StackAnswer.Planned;
import dev.automat.resource.Plan;
import dev.automat.resource.Violation;
import dev.automat.stack.Composition;
import dev.automat.stack.Composition.Part;
import dev.automat.stack.StackState;
import dev.automat.stack.Totals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/**
 * When all of a stack ends.
 *
 * @param live the stack that is changed; empty: one is made
 * @param planned by member
 */
record StackEnd(
    StackPut request, Optional<StackState> live, SortedMap<String, Planned> planned, Instant now) {

  /** Where the lifetime is another, the earliest end of the members; empty: never. */
  Optional<Instant> end() {
    Instant from = live.map(state -> state.stack().createdAt()).orElse(now);
    return isKept()
        ? live.flatMap(state -> state.stack().expires())
        : planned.values().stream()
            .flatMap(each -> Expiry.of(each.plan(), from).stream())
            .min(Comparator.naturalOrder());
  }

  /** An unchanged lifetime never moves the end, also where it is only written down now. */
  private boolean isKept() {
    return live.filter(
            state ->
                written(state.stack().spec()).equals(written(request.spec()))
                    || lasts(StackWeighing.totals(state))
                        .equals(lasts(StackWeighing.totals(planned))))
        .isPresent();
  }

  private static List<JsonNode> written(JsonNode spec) {
    return List.of(spec.path("lifetime"), spec.path("expiresAt"));
  }

  private static List<String> lasts(Totals totals) {
    return List.of(totals.lifetime(), totals.expiresAt().orElse(""));
  }

  /**
   * Members are not asked for their own ends, so that all is said here.
   *
   * @param end empty: never
   */
  List<Violation> wrong(Optional<Instant> end, Composition composition) {
    if (end.filter(instant -> !instant.isAfter(now)).isPresent()) {
      return List.of(past(end.get()));
    }
    boolean kept = isKept();
    List<Violation> violations = new ArrayList<>();
    Map<String, List<Violation>> said = new LinkedHashMap<>();
    for (Part part : composition.parts()) {
      Optional<Planned> member = Optional.ofNullable(planned.get(part.member()));
      Optional<Instant> latest =
          member
              .flatMap(each -> Expiry.latest(each.plan(), created(part)))
              .filter(instant -> end.isEmpty() || end.get().isAfter(instant));
      if (latest.isPresent() && !kept) {
        said.put(part.member(), List.of(tooLong(member.get().plan(), end, latest.get())));
      } else if (latest.isPresent() && member.get().effect() == Effect.CREATE) {
        violations.add(tooLate(part, end, latest.get()));
      }
    }
    violations.addAll(composition.placed(said));
    return violations;
  }

  private Instant created(Part part) {
    return live.flatMap(state -> state.holder(part.key()))
        .filter(member -> !member.isTombstone())
        .map(member -> member.times().accepted())
        .orElse(now);
  }

  private String place() {
    return request.spec().has("expiresAt") ? "/spec/expiresAt" : "/spec/lifetime";
  }

  private Violation past(Instant end) {
    return new Violation(
        place(),
        "expires-in-the-past",
        "it would end at " + end + ", which has passed",
        "choose a later end, or delete it");
  }

  private Violation tooLong(Plan plan, Optional<Instant> end, Instant latest) {
    return new Violation(
        place(),
        "max-lifetime",
        "it would end "
            + end.map(Instant::toString).orElse("never")
            + ", and "
            + plan.maxLifetime()
            + " from its creation is "
            + latest,
        "choose an end until " + latest);
  }

  private static Violation tooLate(Part part, Optional<Instant> end, Instant latest) {
    return new Violation(
        Composition.place(part.member()),
        "max-lifetime",
        "the stack "
            + end.map(instant -> "ends at " + instant).orElse("never ends")
            + ", and what is made now may live until "
            + latest,
        "make it by itself, or let the stack end earlier");
  }
}
