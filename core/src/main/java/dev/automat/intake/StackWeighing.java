package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.catalog.Catalog;
import dev.automat.cost.CostDelta;
import dev.automat.intake.StackAnswer.Effect;
import dev.automat.intake.StackAnswer.Planned;
import dev.automat.resource.Origin;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.stack.Composition;
import dev.automat.stack.Composition.Part;
import dev.automat.stack.StackState;
import dev.automat.stack.Totals;
import dev.automat.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds the request for a stack, member by member, against what stands now. Used once. */
final class StackWeighing {

  private final Store store;
  private final Weighing weighing;
  private final Catalog catalog;
  private final StackPut request;
  private final Optional<StackState> live;
  private final Optional<StackState> current;
  private final Instant now;

  private final SortedMap<String, Planned> planned = new TreeMap<>();
  private final Map<String, ToWrite> toWrite = new LinkedHashMap<>();
  private final Map<String, List<Violation>> said = new LinkedHashMap<>();
  private final List<Violation> violations = new ArrayList<>();
  private final List<StackAnswer> clashes = new ArrayList<>();

  StackWeighing(
      Store store,
      Weighing weighing,
      Catalog catalog,
      StackPut request,
      Optional<StackState> current,
      Instant now) {
    this.store = store;
    this.weighing = weighing;
    this.catalog = catalog;
    this.request = request;
    this.current = current;
    this.live = current.filter(state -> !state.isTombstone());
    this.now = now;
  }

  /** A member that is to be written. */
  record ToWrite(PutRequest request, Weighed.ToWrite weighed) {}

  /** What it comes to. */
  sealed interface Result {

    record Decided(StackAnswer answer) implements Result {}

    /**
     * @param composition tells the places of what is still found wrong
     * @param members by member
     * @param removed members that are to be deleted
     * @param end of all of it
     */
    record Ready(
        Composition composition,
        SortedMap<String, Planned> planned,
        Map<String, ToWrite> members,
        List<Resource> removed,
        Optional<Instant> end,
        Aside aside)
        implements Result {}
  }

  Result weigh() {
    Optional<StackAnswer> clash = StackClashes.ofPut(request, current);
    if (clash.isPresent()) {
      return new Result.Decided(clash.get());
    }
    if (live.filter(state -> isSame(state)).isPresent() && request.ifPlanMatch().isEmpty()) {
      return new Result.Decided(new StackAnswer.Unchanged(live.get()));
    }
    Composition composition =
        Composition.of(request.key(), request.labels(), request.spec(), catalog);
    violations.addAll(composition.violations());
    composition.parts().forEach(this::member);
    List<Resource> removed = removed(composition);
    StackEnd asked = new StackEnd(request, live, planned, now);
    Optional<Instant> end = asked.end();
    violations.addAll(asked.wrong(end, composition));
    violations.addAll(composition.placed(said));
    if (!violations.isEmpty()) {
      return new Result.Decided(new StackAnswer.Refused(violations.stream().distinct().toList()));
    }
    return clashes.stream()
        .findFirst()
        .or(this::notReviewed)
        .<Result>map(Result.Decided::new)
        .orElseGet(() -> ready(composition, removed, end));
  }

  private boolean isSame(StackState state) {
    return state.stack().spec().equals(request.spec())
        && state.stack().labels().equals(request.labels())
        && state.stack().origin().managedBy().equals(request.origin().managedBy());
  }

  private Result ready(Composition composition, List<Resource> removed, Optional<Instant> end) {
    if (toWrite.isEmpty() && live.filter(this::isSame).isPresent()) {
      return new Result.Decided(new StackAnswer.Unchanged(live.get()));
    }
    List<Violation> warnings = new ArrayList<>();
    composition
        .parts()
        .forEach(
            part ->
                Optional.ofNullable(toWrite.get(part.member())).stream()
                    .flatMap(each -> each.weighed().left(request.key().name()).stream())
                    .map(left -> left.at(Composition.place(part.member())))
                    .forEach(warnings::add));
    return new Result.Ready(
        composition, planned, toWrite, removed, end, new Aside(costDelta(), warnings));
  }

  private void member(Part part) {
    Optional<Resource> holder = store.current(part.key());
    Optional<Resource> present = holder.filter(resource -> !resource.isTombstone());
    if (present.filter(resource -> !isOurs(resource)).isPresent()) {
      said.put(part.member(), List.of(nameTaken(part)));
      return;
    }
    PutRequest asked = asked(part.request());
    switch (weighing.weighMember(asked, holder)) {
      case Weighed.ToWrite weighed -> {
        toWrite.put(part.member(), new ToWrite(asked, weighed));
        planned.put(
            part.member(),
            new Planned(
                part.key(),
                weighed.plan(),
                weighed.live().isPresent() ? Effect.CHANGE : Effect.CREATE));
      }
      case Weighed.Decided(Answer answer) -> decided(part, holder, answer);
    }
  }

  private void decided(Part part, Optional<Resource> holder, Answer answer) {
    switch (answer) {
      case Answer.Unchanged(Resource resource) ->
          planned.put(part.member(), new Planned(part.key(), resource.plan(), Effect.NOTHING));
      case Answer.Refused(List<Violation> all) -> said.put(part.member(), all);
      case Answer.Clash clash ->
          holder.ifPresent(member -> clashes.add(StackClashes.ofOne(member, clash, live)));
      case Answer.Accepted _, Answer.Possible _, Answer.PlanMismatch _ ->
          throw new IllegalStateException("a member is only weighed");
    }
  }

  private boolean isOurs(Resource resource) {
    return live.filter(
            state ->
                resource
                    .stay()
                    .member()
                    .filter(in -> in.uid().equals(state.stack().uid()))
                    .isPresent())
        .isPresent();
  }

  private static Violation nameTaken(Part part) {
    return new Violation(
        "",
        "name-taken",
        "the team has a "
            + part.key().kind()
            + " named "
            + part.key().name()
            + " already, which is no member of this stack",
        "call the member or the stack otherwise, or delete that one first");
  }

  /** The stack was asked for ETag and manager already. */
  private PutRequest asked(AdmissionRequest member) {
    Origin origin = request.origin();
    return new PutRequest(
        member,
        origin,
        request.firstSeen(),
        Optional.empty(),
        false,
        Optional.empty(),
        true,
        true,
        Optional.empty());
  }

  /** Members that are there, and that the spec names no more. */
  private List<Resource> removed(Composition composition) {
    Set<ResourceKey> named =
        composition.parts().stream().map(Part::key).collect(Collectors.toSet());
    List<Resource> removed =
        live.stream()
            .flatMap(state -> state.alive().stream())
            .filter(member -> !member.want().absent() && !named.contains(member.key()))
            .toList();
    for (Resource member : removed) {
      if (member.plan().deletionProtection()) {
        violations.add(guarded(member));
      } else if (member.plan().stateful() && !request.allowDataLoss()) {
        violations.add(wouldDelete(member));
      }
      Clashes.ofPause(member, now)
          .ifPresent(
              answer -> {
                if (answer instanceof Answer.Clash clash) {
                  clashes.add(StackClashes.ofOne(member, clash, live));
                }
              });
    }
    return removed;
  }

  private static Violation guarded(Resource member) {
    return new Violation(
        Composition.place(StackState.memberOf(member)),
        "member-protected",
        "it was taken out of the spec, and is protected from deletion",
        "put it back, and PUT the stack with spec.deletionProtection: false first");
  }

  private static Violation wouldDelete(Resource member) {
    return new Violation(
        Composition.place(StackState.memberOf(member)),
        "would-delete",
        "it was taken out of the spec, and holds data: "
            + member.key().kind()
            + " "
            + member.key().name()
            + " would be deleted",
        "put it back, or repeat with allowDataLoss=true to have it deleted; status.recovery of it"
            + " says whether a copy is kept");
  }

  private Optional<StackAnswer> notReviewed() {
    String today = totals().digest();
    return request
        .ifPlanMatch()
        .filter(reviewed -> !reviewed.equals(today))
        .map(reviewed -> new StackAnswer.PlanMismatch(reviewed, today, live));
  }

  private Totals totals() {
    return totals(planned);
  }

  static Totals totals(StackState state) {
    SortedMap<String, Plan> plans = new TreeMap<>();
    state.wanted().forEach(each -> plans.put(StackState.memberOf(each), each.plan()));
    return Totals.of(plans);
  }

  static Totals totals(SortedMap<String, Planned> planned) {
    SortedMap<String, Plan> plans = new TreeMap<>();
    planned.forEach((member, each) -> plans.put(member, each.plan()));
    return Totals.of(plans);
  }

  private Optional<CostDelta> costDelta() {
    return live.flatMap(
        state -> {
          return totals(state)
              .cost()
              .flatMap(
                  was ->
                      totals()
                          .cost()
                          .filter(is -> is.currency().equals(was.currency()))
                          .map(is -> new CostDelta(is.currency(), was.amount(), is.amount())));
        });
  }
}
