package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Expiry;
import dev.automat.admission.PlanDifference;
import dev.automat.admission.SettingChange;
import dev.automat.catalog.Catalog;
import dev.automat.cost.CostDelta;
import dev.automat.cost.Reservation;
import dev.automat.cost.Reservation.Excess;
import dev.automat.cost.Usage;
import dev.automat.intake.Answer.Reason;
import dev.automat.intake.UpgradeAnswer.Difference;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.policy.Leaning;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
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
import tools.jackson.databind.JsonNode;

/**
 * New plans of what exists, without a change of what is asked for: {@code :replan} with the version
 * that it has, {@code :upgrade} with another one. Both go through the same admission, limits and
 * rules as a PUT, and are compare-and-set on the generation. Calls block until the outcome is
 * stored.
 *
 * <p>The spec stays as it was written, so that whoever keeps it elsewhere has nothing to undo. Only
 * where it names a version, or where the new one is not what a request without a version would get,
 * the version is written into it: then it is a change of the definition, and whoever keeps that
 * elsewhere makes it there.
 */
public final class Upgrades {

  private static final int TRIES = 3;

  private final Store store;
  private final CoalescingWriter writer;
  private final Replanning replanning;
  private final UpgradeTargets targets;
  private final InstalledPlugins plugins;
  private final InstantSource clock;

  public Upgrades(
      Store store,
      CoalescingWriter writer,
      Replanning replanning,
      Catalog catalog,
      InstalledPlugins plugins,
      InstantSource clock) {
    this.store = store;
    this.writer = writer;
    this.replanning = replanning;
    this.targets = new UpgradeTargets(catalog);
    this.plugins = plugins;
    this.clock = clock;
  }

  /** Gives it the plan. The plan that stands again is {@link Answer.Unchanged}. */
  public UpgradeAnswer carryOut(UpgradeRequest request) {
    for (int i = 0; i < TRIES; i++) {
      switch (weigh(request)) {
        case Weighed.Decided decided -> {
          return decided.answer();
        }
        case Weighed.ToWrite toWrite -> {
          Optional<Answer> answer = write(request, toWrite);
          if (answer.isPresent()) {
            return new UpgradeAnswer(answer.get(), toWrite.difference());
          }
        }
      }
    }
    return refused(contended(request));
  }

  /** What {@link #carryOut} would answer, changing nothing. */
  public UpgradeAnswer validate(UpgradeRequest request) {
    return switch (weigh(request)) {
      case Weighed.Decided decided -> decided.answer();
      case Weighed.ToWrite toWrite -> possible(toWrite);
    };
  }

  private UpgradeAnswer possible(Weighed.ToWrite toWrite) {
    Excess beyond = toWrite.reservation().map(room -> beyond(room, toWrite)).orElse(Excess.NONE);
    Answer answer =
        beyond.refused().isEmpty()
            ? new Answer.Possible(
                toWrite.plan(),
                Optional.of(toWrite.live()),
                new Aside(toWrite.costDelta(), beyond.warnings()))
            : new Answer.Refused(beyond.refused());
    return new UpgradeAnswer(answer, toWrite.difference());
  }

  private Excess beyond(Reservation reservation, Weighed.ToWrite toWrite) {
    Usage usage = store.usage(reservation.team());
    return reservation.ofChange(usage, reservation.before(toWrite.live().plan()));
  }

  private sealed interface Weighed {

    record Decided(UpgradeAnswer answer) implements Weighed {}

    /**
     * @param spec as it is to be stored
     * @param leaning the waivers that it needs; empty: it breaks no rule
     */
    record ToWrite(
        Resource live,
        JsonNode spec,
        Plan plan,
        Optional<Reservation> reservation,
        Optional<Leaning> leaning,
        Difference difference)
        implements Weighed {

      Optional<CostDelta> costDelta() {
        return CostDelta.between(live.plan(), plan);
      }
    }
  }

  private static UpgradeAnswer refused(Answer answer) {
    return new UpgradeAnswer(answer, new Difference("", "", List.of(), List.of()));
  }

  private Weighed weigh(UpgradeRequest request) {
    Optional<Resource> current = store.current(request.key());
    Optional<Answer> clash = Clashes.ofUpgrade(request, current);
    if (clash.isPresent()) {
      return new Weighed.Decided(refused(clash.get()));
    }
    Resource live = current.orElseThrow();
    return switch (targets.version(request.target(), live)) {
      case UpgradeTargets.Chosen.No(Violation violation) ->
          new Weighed.Decided(refused(new Answer.Refused(List.of(violation))));
      case UpgradeTargets.Chosen.Version(String version) -> planned(request, live, version);
    };
  }

  private Weighed planned(UpgradeRequest request, Resource live, String version) {
    JsonNode spec = targets.spec(request.target(), live, version);
    if (!spec.equals(live.spec())) {
      Optional<Answer> kept = Clashes.ofPinned(request, live);
      if (kept.isPresent()) {
        return new Weighed.Decided(refused(kept.get()));
      }
    }
    return switch (replanning.ofVersion(live, version)) {
      case Replanning.Verdict.Refused(List<Violation> violations) ->
          new Weighed.Decided(refused(new Answer.Refused(violations)));
      case Replanning.Verdict.Planned(var plan, var reservation, var leaning) ->
          planned(
              request, new Weighed.ToWrite(live, spec, plan, reservation, leaning, to(live, plan)));
    };
  }

  private static Weighed planned(UpgradeRequest request, Weighed.ToWrite toWrite) {
    Resource live = toWrite.live();
    if (request.ifPlanMatch().filter(tag -> !tag.equals(toWrite.plan().digest())).isPresent()) {
      return new Weighed.Decided(
          refused(
              new Answer.PlanMismatch(
                  request.ifPlanMatch().get(), toWrite.plan(), Optional.of(live))));
    }
    boolean same =
        toWrite.plan().digest().equals(live.plan().digest()) && toWrite.spec().equals(live.spec());
    return same
        ? new Weighed.Decided(
            new UpgradeAnswer(new Answer.Unchanged(live), Difference.none(live.plan())))
        : toWrite;
  }

  private Difference to(Resource live, Plan plan) {
    return new Difference(
        live.plan().module(),
        plan.module(),
        SettingChange.between(live.plan(), plan, plugins),
        PlanDifference.between(live.plan(), plan));
  }

  private Optional<Answer> write(UpgradeRequest request, Weighed.ToWrite toWrite) {
    Resource live = toWrite.live();
    Plan plan = toWrite.plan();
    Write.Change change =
        new Write.Change(
            live.key(),
            live.uid(),
            live.generation(),
            live.labels(),
            toWrite.spec(),
            plan,
            new Origin(
                request.origin().actor(), request.origin().client(), live.origin().managedBy()),
            expiry(plan, live),
            event(request, toWrite),
            toWrite.reservation());
    return switch (writer.submit(Submission.of(change, toWrite.leaning())).join()) {
      case WriteOutcome.Accepted(Resource resource, List<Violation> warnings) ->
          Optional.of(
              new Answer.Accepted(resource, false, new Aside(toWrite.costDelta(), warnings)));
      case WriteOutcome.Lost _ -> Optional.empty();
      case WriteOutcome.Refused(List<Violation> violations) ->
          Optional.of(new Answer.Refused(violations));
      case WriteOutcome.Failed failed ->
          throw new IllegalStateException(live.key() + " can not be stored: " + failed.message());
    };
  }

  private Event.Draft event(UpgradeRequest request, Weighed.ToWrite toWrite) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String from = toWrite.difference().from();
    String to = toWrite.difference().to();
    String what =
        from.equals(to)
            ? " had it planned anew with " + to
            : " moved it from " + from + " to " + to;
    return Event.Draft.normal(
        now,
        from.equals(to) ? "Replanned" : "Upgraded",
        request.origin().actor() + what + "; generation " + (toWrite.live().generation() + 1));
  }

  /** An unchanged lifetime never moves the expiry, and what is of a stack ends with it. */
  private static Optional<Instant> expiry(Plan plan, Resource live) {
    boolean unchanged =
        plan.lifetime().equals(live.plan().lifetime())
            && plan.expiresAt().equals(live.plan().expiresAt());
    return unchanged || live.stay().member().isPresent()
        ? live.times().expires()
        : Expiry.of(plan, live.times().accepted());
  }

  private Answer contended(UpgradeRequest request) {
    return new Answer.Clash(
        Reason.CONTENDED,
        "others changed it again and again while this was planned",
        "read it again, and repeat the request with If-Match",
        store.current(request.key()),
        Optional.of(Duration.ofSeconds(1)));
  }

  /** The request as admission sees it, for whoever shows the plan. */
  public static AdmissionRequest asked(Resource resource) {
    return new AdmissionRequest(
        resource.key().team(),
        resource.key().kind(),
        resource.key().name(),
        resource.labels(),
        resource.spec());
  }
}
