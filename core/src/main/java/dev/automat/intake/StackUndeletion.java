package dev.automat.intake;

import dev.automat.admission.Expiry;
import dev.automat.catalog.Catalog;
import dev.automat.intake.Answer.Reason;
import dev.automat.intake.Undeletion.Prepared;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.Uid;
import dev.automat.resource.Violation;
import dev.automat.resource.Want;
import dev.automat.stack.Composition;
import dev.automat.stack.Composition.Part;
import dev.automat.stack.Stack;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackState;
import dev.automat.store.StackOutcome;
import dev.automat.store.StackWrite;
import dev.automat.store.Store;
import dev.automat.store.Submission;
import dev.automat.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Brings back a stack that was deleted, all of it or nothing: another one of the same spec, each
 * member that held data with the copy that was kept of it, the others made anew. Its lifetime
 * begins anew. Calls block until the outcome is stored.
 */
public final class StackUndeletion {

  private final Store store;
  private final Catalog catalog;
  private final Undeletion undeletion;
  private final Weighing weighing;
  private final RandomGenerator random;
  private final InstantSource clock;

  /**
   * @param random of uids; cryptographically strong outside a simulation
   */
  public StackUndeletion(
      Store store,
      Catalog catalog,
      Undeletion undeletion,
      RandomGenerator random,
      InstantSource clock) {
    this.store = store;
    this.catalog = catalog;
    this.undeletion = undeletion;
    this.weighing = undeletion.weighing();
    this.random = random;
    this.clock = clock;
  }

  /**
   * Where another one had the name after it, it is brought back all the same, once that is deleted.
   * A repeat clashes, since then it is there again.
   *
   * @param uid of the incarnation; empty: the last one that had the name
   */
  public StackAnswer undelete(StackKey key, Optional<String> uid, Origin origin) {
    for (int i = 0; i < StackDesk.TRIES; i++) {
      Optional<StackState> holder = StackDesk.standing(store, key);
      Optional<StackState> wanted = wanted(key, uid, holder);
      Optional<StackAnswer> clash = clash(wanted).or(() -> holder.flatMap(this::inTheWay));
      if (clash.isPresent()) {
        return clash.get();
      }
      Optional<StackAnswer> answer = bring(wanted.orElseThrow(), holder, origin);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return StackDesk.contended(StackDesk.standing(store, key));
  }

  private Optional<StackState> wanted(
      StackKey key, Optional<String> uid, Optional<StackState> holder) {
    return uid.isEmpty() || uid.equals(holder.map(state -> state.stack().uid()))
        ? holder
        : uid.flatMap(store.stacks()::asItStood).filter(state -> state.stack().key().equals(key));
  }

  /** Another one that has the name, and is there. */
  private Optional<StackAnswer> inTheWay(StackState holder) {
    if (holder.isTombstone()) {
      return Optional.empty();
    }
    return StackClashes.ofDeletion(holder)
        .or(
            () ->
                no(
                    holder,
                    "its name is had by " + holder.stack().uid() + " now",
                    "DELETE that one first, and repeat the request once it is gone"));
  }

  private Optional<StackAnswer> clash(Optional<StackState> current) {
    if (current.filter(state -> !state.isForgotten()).isEmpty()) {
      return StackClashes.ofAbsence(current);
    }
    StackState gone = current.get();
    if (!gone.isTombstone()) {
      return gone.stack().want().absent()
          ? StackClashes.ofDeletion(gone)
          : no(gone, "it is not deleted", "there is nothing to undelete");
    }
    return gone.wanted().stream().noneMatch(this::isKept)
        ? no(
            gone,
            "of none of its members a copy was kept",
            "PUT to this address makes a new, empty one")
        : Optional.empty();
  }

  private boolean isKept(Resource tombstone) {
    return Undeletion.possibleUntil(tombstone).filter(clock.instant()::isBefore).isPresent();
  }

  private static Optional<StackAnswer> no(StackState state, String message, String fix) {
    return StackClashes.clash(Reason.NOT_UNDELETABLE, message, fix, Optional.of(state));
  }

  /** Empty if somebody else was faster. */
  private Optional<StackAnswer> bring(
      StackState gone, Optional<StackState> replaced, Origin origin) {
    Stack before = gone.stack();
    Origin kept = new Origin(origin.actor(), origin.client(), before.origin().managedBy());
    Composition composition = Composition.of(before.key(), before.labels(), before.spec(), catalog);
    Map<String, List<Violation>> said = new LinkedHashMap<>();
    List<Prepared.Ready> ready = new ArrayList<>();
    for (Part part : composition.parts()) {
      Optional<Resource> holder = store.current(part.key());
      Optional<StackAnswer> clash = clash(part, holder, gone);
      if (clash.isPresent()) {
        return clash;
      }
      switch (member(part, holder, gone, kept)) {
        case Prepared.Ready one -> ready.add(one);
        case Prepared.Not(List<Violation> violations) -> said.put(part.member(), violations);
      }
    }
    List<Violation> all = new ArrayList<>(composition.violations());
    all.addAll(composition.placed(said));
    return all.isEmpty()
        ? write(gone, replaced.map(StackState::stack), kept, composition, ready)
        : Optional.of(new StackAnswer.Refused(all));
  }

  private Optional<StackAnswer> clash(Part part, Optional<Resource> holder, StackState gone) {
    Optional<Resource> present = holder.filter(resource -> !resource.isTombstone());
    if (present.isPresent()) {
      return no(
          gone,
          "the name "
              + part.key().name()
              + " of its member "
              + part.member()
              + " is had by "
              + present.get().uid()
              + " now",
          "DELETE "
              + (present.get().stay().member().isPresent()
                  ? Undeletion.toDelete(present.get())
                  : present.get().key().toString())
              + " first, and repeat the request once it is gone");
    }
    Optional<Resource> tombstone = gone.holder(part.key());
    Optional<Resource> made =
        tombstone
            .flatMap(resource -> resource.stay().undeletedAs())
            .flatMap(store::byUid)
            .filter(resource -> !resource.isTombstone());
    if (made.isPresent()) {
      return no(
          gone,
          "its member " + part.member() + " was undeleted as " + made.get().uid() + " already",
          Undeletion.toUse(made.get(), tombstone.orElseThrow()));
    }
    boolean stateful =
        tombstone
            .map(resource -> resource.plan().stateful())
            .orElseGet(
                () ->
                    catalog
                        .kind(part.request().kind())
                        .filter(kind -> kind.stateful())
                        .isPresent());
    return stateful && tombstone.filter(this::isKept).isEmpty()
        ? no(
            gone,
            "of its member " + part.member() + ", which held data, no copy is kept",
            "PUT to this address makes a new, empty one; :undelete of another member by itself"
                + " brings back that one alone")
        : Optional.empty();
  }

  private Prepared member(Part part, Optional<Resource> holder, StackState gone, Origin origin) {
    Optional<Resource> tombstone = gone.holder(part.key());
    if (tombstone.isPresent()) {
      return isKept(tombstone.get())
          ? undeletion.prepare(tombstone.get(), holder, origin)
          : undeletion.prepareAnew(tombstone.get(), holder, origin);
    }
    PutRequest asked =
        new PutRequest(
            part.request(),
            origin,
            clock.instant(),
            Optional.empty(),
            false,
            Optional.empty(),
            true,
            true,
            Optional.empty());
    return switch (weighing.weighMember(asked, holder)) {
      case Weighed.ToWrite weighed -> new Prepared.Ready(made(asked, weighed), weighed.leaning());
      case Weighed.Decided(Answer.Refused(List<Violation> violations)) ->
          new Prepared.Not(violations);
      case Weighed.Decided(Answer other) ->
          throw new IllegalStateException("over a tombstone one is made: " + other);
    };
  }

  private Write.Create made(PutRequest asked, Weighed.ToWrite weighed) {
    return switch (weighing.write(asked, weighed)) {
      case Write.Create create -> create;
      case Write other -> throw new IllegalStateException("over a tombstone one is made: " + other);
    };
  }

  private Optional<StackAnswer> write(
      StackState gone,
      Optional<Stack> replaced,
      Origin origin,
      Composition composition,
      List<Prepared.Ready> ready) {
    Stack before = gone.stack();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Stack after =
        new Stack(
            Uid.next(random),
            before.key(),
            1,
            1,
            before.labels(),
            before.spec(),
            origin,
            origin.actor(),
            now,
            end(before, ready, now),
            Want.PRESENT,
            Optional.of(before.uid()));
    List<Submission> members =
        ready.stream()
            .map(
                one ->
                    Submission.of(
                        one.create().in(after.membership(), after.expires()), one.leaning()))
            .toList();
    String what = origin.actor() + " asked for " + before.uid() + " back";
    return switch (store.stacks().write(new StackWrite(replaced, after, members, what))) {
      case StackOutcome.Accepted(StackState state, var _) ->
          Optional.of(new StackAnswer.Accepted(state, true));
      case StackOutcome.Refused(var violations) ->
          Optional.of(new StackAnswer.Refused(StackDesk.placed(composition, violations)));
      case StackOutcome.Lost _ -> Optional.empty();
    };
  }

  /** A named end may have passed: it lives again for as long as it was to live. */
  private static Optional<Instant> end(Stack before, List<Prepared.Ready> ready, Instant now) {
    return before.spec().has("expiresAt")
        ? before.expires().map(end -> now.plus(Duration.between(before.createdAt(), end)))
        : ready.stream()
            .flatMap(one -> Expiry.of(one.create().resource().plan(), now).stream())
            .min(Comparator.naturalOrder());
  }
}
