package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Environment;
import dev.automat.catalog.Module;
import dev.automat.policy.Judgement;
import dev.automat.policy.Subject;
import dev.automat.policy.Waiver;
import dev.automat.resource.Condition;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Json;
import dev.automat.resource.Resource;
import dev.automat.resource.RuleVerdict;
import dev.automat.resource.Violation;
import dev.automat.team.TeamSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether what exists is as the rules, the team and the catalogue of today ask. A stored plan is
 * frozen, so a new rule, or the end of a waiver, changes nothing by itself: it is found out when
 * somebody looks, and takes effect with the next change of the spec.
 */
public final class Compliance {

  private final Catalog catalog;

  public Compliance(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The condition {@code Compliant}; empty if there is nothing to say.
   *
   * @param waivers those of the team that were granted once, also if they have ended
   */
  public Optional<Condition> of(
      Resource resource, TeamSpec team, List<Waiver> waivers, Instant now) {
    if (resource.want().absent()) {
      return Optional.empty();
    }
    Found found = new Found(resource, waivers, now);
    denied(resource, team).forEach(found::add);
    TeamChange.of(resource, team).ifPresent(found::alsoWrong);
    VersionStanding.of(resource, catalog).condition(resource, now).ifPresent(found::ofVersion);
    return found.condition();
  }

  /**
   * What another catalogue says of the version of a resource that today's does not say; empty if
   * there is nothing new.
   */
  public static Optional<String> versionNews(
      Resource resource, Catalog today, Catalog candidate, Instant now) {
    Optional<Condition> before = VersionStanding.of(resource, today).condition(resource, now);
    return VersionStanding.of(resource, candidate)
        .condition(resource, now)
        .filter(after -> !before.equals(Optional.of(after)))
        .map(Condition::message);
  }

  /** Whether what was may be again, by the plan that it had. */
  Verdict readmitted(Resource resource, TeamSpec team) {
    Judgement judgement = catalog.policies().judge(subject(resource, team));
    List<Violation> violations = new ArrayList<>();
    judgement.guards().forEach(guard -> violations.add(guard.violation()));
    judgement.denials().forEach(verdict -> violations.add(verdict.violation()));
    if (violations.isEmpty()) {
      return new Verdict.Admitted(resource.plan(), LiveChecks.NAMES);
    }
    return violations.stream().allMatch(Violation::waivable)
        ? new Verdict.NeedsWaiver(resource.plan(), violations)
        : new Verdict.Refused(violations);
  }

  /** What today's rules deny of the plan that stands. */
  private List<RuleVerdict> denied(Resource resource, TeamSpec team) {
    return catalog.policies().rules().isEmpty()
        ? List.of()
        : catalog.policies().judge(subject(resource, team)).denials();
  }

  private Subject subject(Resource resource, TeamSpec team) {
    AdmissionRequest request =
        new AdmissionRequest(
            resource.key().team(),
            resource.key().kind(),
            resource.key().name(),
            resource.labels(),
            resource.spec());
    String[] id = resource.plan().module().split("@", 2);
    Optional<Module> module =
        catalog.module(resource.key().kind(), id[0], Optional.of(id.length > 1 ? id[1] : ""));
    return Evidence.of(
        request, team, resource.plan(), size(request, resource, module), inputs(resource, module));
  }

  private static Optional<String> size(
      AdmissionRequest request, Resource resource, Optional<Module> module) {
    return Spec.of(request.spec())
        .text("size")
        .or(
            () ->
                module
                    .flatMap(
                        known ->
                            known.environment(
                                String.valueOf(resource.plan().tags().get(Tags.ENVIRONMENT))))
                    .flatMap(Environment::defaultSize));
  }

  /** In the types that the module gives them; as they are, if the module is gone. */
  private static Map<String, Object> inputs(Resource resource, Optional<Module> module) {
    ObjectNode stored = (ObjectNode) Json.tree(resource.plan().inputs());
    return module
        .map(
            known ->
                known.merge(Optional.empty(), Optional.empty(), Optional.empty(), stored).leaves())
        .orElseGet(
            () -> {
              Map<String, Object> leaves = new HashMap<>();
              resource.plan().inputs().forEach((name, it) -> leaves.put("inputs." + name, it));
              return leaves;
            });
  }

  /** What is found of one resource, put into words. */
  private static final class Found {

    private final Resource resource;
    private final List<Waiver> waivers;
    private final Instant now;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> waived = new ArrayList<>();
    private final List<Condition> notes = new ArrayList<>();
    private Optional<String> reason = Optional.empty();

    Found(Resource resource, List<Waiver> waivers, Instant now) {
      this.resource = resource;
      this.waivers = waivers;
      this.now = now;
    }

    void add(RuleVerdict verdict) {
      List<Waiver> covering =
          waivers.stream().filter(waiver -> covers(waiver, verdict.rule())).toList();
      Optional<Waiver> holds = covering.stream().filter(waiver -> waiver.holdsAt(now)).findFirst();
      if (holds.isPresent()) {
        waived.add(
            verdict.rule()
                + " is waived by "
                + holds.get().name()
                + " until "
                + holds.get().spec().expiresAt());
      } else if (!covering.isEmpty()) {
        Waiver ended = covering.getFirst();
        reason = Optional.of("WaiverEnded");
        wrong.add(
            verdict.rule()
                + ": the waiver "
                + ended.name()
                + " ended at "
                + ended.endedAt()
                + "; "
                + what(verdict));
      } else {
        reason = reason.or(() -> Optional.of("PolicyFailed"));
        wrong.add(verdict.rule() + ": " + what(verdict));
      }
    }

    private boolean covers(Waiver waiver, String rule) {
      return waiver.covers(
          rule,
          resource.key().kind(),
          resource.key().name(),
          String.valueOf(resource.plan().tags().get(Tags.ENVIRONMENT)));
    }

    private static String what(RuleVerdict verdict) {
      return verdict.message().orElse("")
          + verdict.fix().map(fix -> "; before the next change: " + fix).orElse("");
    }

    /** What is deprecated may be used still: that is said, and nothing is wrong with it. */
    void ofVersion(Condition standing) {
      if (standing.status() == State.False) {
        alsoWrong(standing);
      } else {
        notes.add(standing);
      }
    }

    void alsoWrong(Condition change) {
      reason = reason.or(() -> Optional.of(change.reason()));
      wrong.add(change.message());
    }

    Optional<Condition> condition() {
      if (reason.isPresent()) {
        notes.forEach(note -> wrong.add(note.message()));
        return Optional.of(condition(State.False, reason.get(), wrong));
      }
      List<String> said = new ArrayList<>(waived);
      notes.forEach(note -> said.add(note.message()));
      return said.isEmpty()
          ? Optional.empty()
          : Optional.of(
              condition(State.True, waived.isEmpty() ? notes.getFirst().reason() : "Waived", said));
    }

    private Condition condition(State state, String why, List<String> words) {
      return new Condition(
          Condition.Type.Compliant, state, why, String.join("; ", words), resource.generation());
    }
  }
}
