package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Admitting;
import dev.automat.admission.Expiry;
import dev.automat.admission.LiveChecks;
import dev.automat.admission.Verdict;
import dev.automat.config.ConfiguredPlaces;
import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Reason;
import dev.automat.lifetime.Recovery;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.policy.Leaning;
import dev.automat.resource.Origin;
import dev.automat.resource.Placement;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.SpokenInstant;
import dev.automat.resource.Stay.Source;
import dev.automat.resource.Violation;
import dev.automat.resource.Work.Finale;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.Store;
import dev.automat.store.Submission;
import dev.automat.store.Write;
import dev.automat.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Brings back what was deleted: another incarnation of the same spec, made with the copy of the
 * data that its deletion kept. It is admitted as a new request is, of the version of its module
 * that it had, and in the place where it was, since its copy is there; its lifetime begins anew.
 * Calls block until the outcome is stored.
 */
public final class Undeletion {

  private final Store store;
  private final CoalescingWriter writer;
  private final Admitting admission;
  private final LiveChecks liveChecks;
  private final Incarnation incarnation;
  private final InstalledPlugins plugins;
  private final ConfiguredPlaces places;
  private final InstantSource clock;
  private final Optional<Allowances> allowances;

  /**
   * @param places where something can be at all
   * @param allowances the limits of teams
   */
  public Undeletion(
      Store store,
      CoalescingWriter writer,
      Admitting admission,
      LiveChecks liveChecks,
      Incarnation incarnation,
      InstalledPlugins plugins,
      ConfiguredPlaces places,
      InstantSource clock,
      Optional<Allowances> allowances) {
    this.store = store;
    this.writer = writer;
    this.admission = admission;
    this.liveChecks = liveChecks;
    this.incarnation = incarnation;
    this.plugins = plugins;
    this.places = places;
    this.clock = clock;
    this.allowances = allowances;
  }

  /** For what is made anew beside it. */
  Weighing weighing() {
    return new Weighing(admission, liveChecks, incarnation, clock, allowances);
  }

  /** How long a tombstone can be undeleted; empty if it can not. */
  static Optional<Instant> possibleUntil(Resource tombstone) {
    return tombstone
        .work()
        .finale()
        .flatMap(Finale::snapshot)
        .flatMap(_ -> tombstone.work().purgeAt());
  }

  /** What whoever makes another one over a tombstone should know of its data. */
  static Optional<Violation> leftBehind(Resource tombstone) {
    return copyLeft(tombstone, "DELETE this one and POST …:undelete with " + named(tombstone));
  }

  /** The same of a member of a stack, which is not deleted by itself. */
  static Optional<Violation> leftBehind(Resource tombstone, String stack) {
    return copyLeft(
        tombstone,
        "DELETE the stack "
            + stack
            + ", and once it is gone POST …:undelete of "
            + tombstone.key().kind()
            + " "
            + tombstone.key().name()
            + " with "
            + named(tombstone)
            + ": it comes back by itself, without the stack"
            + tombstone
                .stay()
                .member()
                .map(
                    in ->
                        "; the stack's own :undelete with {\"uid\": \""
                            + in.uid()
                            + "\"} brings"
                            + " back all of the stack that it was in")
                .orElse(""));
  }

  private static String named(Resource tombstone) {
    return "{\"uid\": \"" + tombstone.uid() + "\"}";
  }

  private static Optional<Violation> copyLeft(Resource tombstone, String how) {
    return possibleUntil(tombstone)
        .map(
            until ->
                new Violation(
                    "/metadata/name",
                    "copy-left",
                    "this one is new and empty; the data of the one that was deleted, "
                        + tombstone.uid()
                        + ", can be had until "
                        + until,
                    "to have them, " + how));
  }

  /**
   * Where another one had the name after it, it is brought back all the same, once that is deleted.
   * A repeat clashes, since then it is there again.
   *
   * @param uid of the incarnation; empty: the last one that had the name
   */
  public Answer undelete(ResourceKey key, Optional<String> uid, Origin origin) {
    Optional<Resource> holder = store.current(key);
    Optional<Resource> wanted =
        uid.isEmpty()
            ? holder
            : uid.flatMap(store::byUid).filter(resource -> resource.key().equals(key));
    Optional<Answer> clash = clash(wanted).or(() -> wanted.flatMap(w -> clash(w, holder)));
    return clash.orElseGet(() -> undelete(wanted.orElseThrow(), holder, origin));
  }

  /** What hinders it beside itself: its name, and what was made of it already. */
  private Optional<Answer> clash(Resource wanted, Optional<Resource> holder) {
    Optional<Resource> present = holder.filter(resource -> !resource.isTombstone());
    if (present.isPresent()) {
      return Clashes.ofDeletion(present.get())
          .or(
              () ->
                  refused(
                      present.get(),
                      "its name is had by " + present.get().uid() + " now",
                      "DELETE "
                          + toDelete(present.get())
                          + " first, and repeat the request once it is gone"));
    }
    return wanted
        .stay()
        .undeletedAs()
        .flatMap(store::byUid)
        .filter(made -> !made.isTombstone())
        .flatMap(
            made ->
                refused(
                    wanted, "it was undeleted as " + made.uid() + " already", toUse(made, wanted)));
  }

  /** What was made of it already; where it is now is the business of its team alone. */
  static String toUse(Resource made, Resource gone) {
    return made.key().team().equals(gone.key().team())
        ? "use " + made.key() + ", which has its data"
        : "another team has it and its data now; PUT to this address makes a new, empty one";
  }

  /** A member of a stack is not deleted by itself. */
  static String toDelete(Resource holder) {
    return holder
        .stay()
        .member()
        .map(in -> "the stack " + in.stack() + ", which it is a member of,")
        .orElse("that one");
  }

  private Optional<Answer> clash(Optional<Resource> current) {
    if (current.isEmpty()) {
      return Clashes.ofAbsence(current);
    }
    Resource found = current.get();
    if (!found.isTombstone()) {
      return Clashes.ofDeletion(found)
          .or(() -> refused(found, "it is not deleted", "there is nothing to undelete"));
    }
    Optional<Instant> until = possibleUntil(found);
    if (until.isEmpty()) {
      return refused(
          found,
          "no copy of its data was kept"
              + Optional.of(Recovery.of(found, plugins).why())
                  .filter(why -> !why.isEmpty())
                  .map(why -> ": " + why)
                  .orElse(""),
          "PUT to this address makes a new, empty one");
    }
    return clock.instant().isBefore(until.get())
        ? Optional.empty()
        : refused(
            found,
            "it could be undeleted until " + SpokenInstant.of(until.get()),
            "PUT to this address makes a new, empty one");
  }

  private static Optional<Answer> refused(Resource found, String message, String fix) {
    return Optional.of(
        new Clash(Reason.NOT_UNDELETABLE, message, fix, Optional.of(found), Optional.empty()));
  }

  private Answer undelete(Resource tombstone, Optional<Resource> holder, Origin origin) {
    return switch (prepare(tombstone, holder, origin)) {
      case Prepared.Not(List<Violation> violations) -> new Answer.Refused(violations);
      case Prepared.Ready(Write.Create create, Optional<Leaning> leaning) ->
          answer(writer.submit(Submission.of(create, leaning)).join(), tombstone);
    };
  }

  /** What is to be written to have it back. */
  sealed interface Prepared {

    /**
     * @param leaning the waivers that it needs; empty: it breaks no rule
     */
    record Ready(Write.Create create, Optional<Leaning> leaning) implements Prepared {}

    record Not(List<Violation> violations) implements Prepared {}
  }

  /**
   * Admits it as a new request, of the version of its module that it had.
   *
   * @param holder the tombstone that has the key, which may be another one
   */
  Prepared prepare(Resource tombstone, Optional<Resource> holder, Origin origin) {
    return prepare(tombstone, Optional.of(source(tombstone)), holder, origin);
  }

  /** The same of what held no data: it is made anew, where it was. */
  Prepared prepareAnew(Resource tombstone, Optional<Resource> holder, Origin origin) {
    return prepare(tombstone, Optional.empty(), holder, origin);
  }

  private Prepared prepare(
      Resource tombstone, Optional<Source> source, Optional<Resource> holder, Origin origin) {
    Placement where = tombstone.plan().placement();
    if (!places.have(where)) {
      return new Prepared.Not(
          List.of(source.isPresent() ? notConfigured(where, tombstone) : notConfigured(where)));
    }
    AdmissionRequest pinned =
        new AdmissionRequest(
            tombstone.key().team(),
            tombstone.key().kind(),
            tombstone.key().name(),
            tombstone.labels(),
            Replanning.ofItsVersion(tombstone),
            tombstone.spec());
    return switch (admission.readmit(pinned, tombstone)) {
      case Verdict.NeedsWaiver(_, List<Violation> denied) -> new Prepared.Not(denied);
      case Verdict.Refused(List<Violation> violations) -> new Prepared.Not(violations);
      case Verdict.Admitted admitted ->
          checked(tombstone, source, holder, pinned, admitted, origin);
    };
  }

  private Prepared checked(
      Resource tombstone,
      Optional<Source> source,
      Optional<Resource> holder,
      AdmissionRequest pinned,
      Verdict.Admitted admitted,
      Origin origin) {
    Plan today = admitted.plan();
    if (plugins.type(today.type()).isEmpty()) {
      return new Prepared.Not(List.of(notInstalled(today)));
    }
    List<Violation> violations =
        liveChecks.check(pinned.spec(), today, Optional.of(tombstone), clock.instant());
    if (!violations.isEmpty()) {
      return new Prepared.Not(violations);
    }
    // Where the module is the one of then, so is the plan: it is what the data were made with.
    Plan then = tombstone.plan();
    Plan plan = then.moduleDigest().equals(today.moduleDigest()) ? then : today;
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    PutRequest asked = request(tombstone, origin, now);
    Write.Create create =
        source
            .map(
                data ->
                    incarnation.restored(
                        asked, plan, holder, data, expires(tombstone, plan, now), now))
            .orElseGet(() -> incarnation.create(asked, plan, holder.map(Resource::uid), now))
            .within(
                allowances.flatMap(
                    limits ->
                        limits.of(
                            tombstone.key().team(), tombstone.key().kind(), pinned.spec(), plan)));
    return new Prepared.Ready(create, WaivedAdmission.leaning(pinned, admitted));
  }

  private static Violation notConfigured(Placement where) {
    return new Violation(
        "",
        "place-not-configured",
        "it was in "
            + where.provisioner()
            + ", account "
            + where.account()
            + ", region "
            + where.region()
            + ", which the configuration does not name any more",
        "have the platform team name "
            + ConfiguredPlaces.key(where)
            + " again, and repeat the request");
  }

  private static Violation notConfigured(Placement where, Resource tombstone) {
    return new Violation(
        "",
        "place-not-configured",
        "the copy of its data is in "
            + where.provisioner()
            + ", account "
            + where.account()
            + ", region "
            + where.region()
            + ", which the configuration does not name any more",
        "have the platform team name "
            + ConfiguredPlaces.key(where)
            + " again, and repeat the request"
            + possibleUntil(tombstone)
                .map(until -> " until " + SpokenInstant.of(until))
                .orElse(""));
  }

  /** Of a version that the catalogue has no more, nobody else has asked for the plugin. */
  private static Violation notInstalled(Plan plan) {
    return new Violation(
        "",
        "provisioner-unavailable",
        plan.type() + ", which it was made with, is not installed",
        "have the platform team install the plugin again, and repeat the request");
  }

  private static Source source(Resource tombstone) {
    return new Source(
        tombstone.uid(), tombstone.work().finale().flatMap(Finale::snapshot).orElseThrow());
  }

  /** As it was written then, and kept by whom it was kept. */
  private static PutRequest request(Resource tombstone, Origin origin, Instant now) {
    AdmissionRequest asWritten =
        new AdmissionRequest(
            tombstone.key().team(),
            tombstone.key().kind(),
            tombstone.key().name(),
            tombstone.labels(),
            tombstone.spec().deepCopy());
    return new PutRequest(
        asWritten,
        new Origin(origin.actor(), origin.client(), tombstone.origin().managedBy()),
        now,
        Optional.empty(),
        false,
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  /** A named end may have passed: it lives again for as long as it was to live. */
  private static Optional<Instant> expires(Resource tombstone, Plan plan, Instant now) {
    return plan.expiresAt().isEmpty()
        ? Expiry.of(plan, now)
        : tombstone
            .times()
            .expires()
            .map(end -> now.plus(Duration.between(tombstone.times().accepted(), end)));
  }

  private static Answer answer(WriteOutcome outcome, Resource tombstone) {
    return switch (outcome) {
      case WriteOutcome.Accepted(Resource resource, List<Violation> warnings) ->
          new Answer.Accepted(resource, true, new Aside(Optional.empty(), warnings));
      case WriteOutcome.Refused(List<Violation> violations) -> new Answer.Refused(violations);
      case WriteOutcome.Lost lost ->
          new Clash(
              Reason.CONTENDED,
              "somebody else took its name meanwhile, or its time was over",
              "read it again, and repeat the request if it is still needed",
              lost.current(),
              Optional.of(Duration.ofSeconds(1)));
      case WriteOutcome.Failed failed ->
          throw new IllegalStateException(
              tombstone.key() + " can not be stored: " + failed.message());
    };
  }
}
