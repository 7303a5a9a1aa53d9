package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Admitting;
import dev.automat.admission.LiveChecks;
import dev.automat.cost.Reservation;
import dev.automat.policy.Leaning;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a resource would be planned as in another team: of the version of the module that it has, so
 * that nothing but the team is another. And what it would be planned as with another version.
 */
public final class Replanning {

  private final Admitting admission;
  private final LiveChecks liveChecks;
  private final InstantSource clock;
  private final Optional<Allowances> allowances;

  /** Where nothing limits what a team may have. */
  public Replanning(Admitting admission, LiveChecks liveChecks, InstantSource clock) {
    this(admission, liveChecks, clock, Optional.empty());
  }

  /**
   * @param allowances the limits of teams
   */
  public Replanning(
      Admitting admission,
      LiveChecks liveChecks,
      InstantSource clock,
      Optional<Allowances> allowances) {
    this.allowances = allowances;
    this.admission = admission;
    this.liveChecks = liveChecks;
    this.clock = clock;
  }

  /** What comes of it. */
  sealed interface Verdict {

    /**
     * @param reservation the room that it needs; empty: nothing limits it
     * @param leaning the waivers that it needs; empty: it breaks no rule
     */
    record Planned(Plan plan, Optional<Reservation> reservation, Optional<Leaning> leaning)
        implements Verdict {}

    record Refused(List<Violation> violations) implements Verdict {}
  }

  Verdict of(Resource resource, String team) {
    return of(resource, team, ofItsVersion(resource), Replanning::inWordsOfTransfer);
  }

  /** What it would be planned as with that version of its module, and all else as it is today. */
  Verdict ofVersion(Resource resource, String version) {
    return of(
        resource,
        resource.key().team(),
        ofItsVersion(resource).put("moduleVersion", version),
        violation -> inWordsOfUpgrade(violation, resource.plan().module()));
  }

  private Verdict of(
      Resource resource, String team, ObjectNode spec, UnaryOperator<Violation> words) {
    AdmissionRequest request =
        new AdmissionRequest(
            team,
            resource.key().kind(),
            resource.key().name(),
            resource.labels(),
            spec,
            resource.spec());
    return switch (admission.admit(request)) {
      case dev.automat.admission.Verdict.NeedsWaiver(_, List<Violation> denied) ->
          new Verdict.Refused(denied);
      case dev.automat.admission.Verdict.Refused(List<Violation> violations) ->
          new Verdict.Refused(violations);
      case dev.automat.admission.Verdict.Admitted admitted ->
          checked(resource, request, admitted, words);
    };
  }

  private Verdict checked(
      Resource resource,
      AdmissionRequest request,
      dev.automat.admission.Verdict.Admitted admitted,
      UnaryOperator<Violation> words) {
    Plan plan = admitted.plan();
    List<Violation> violations =
        liveChecks.check(request.spec(), plan, Optional.of(resource), clock.instant()).stream()
            .map(words)
            .toList();
    return violations.isEmpty()
        ? new Verdict.Planned(
            plan,
            allowances.flatMap(
                limits -> limits.of(request.team(), request.kind(), request.spec(), plan)),
            WaivedAdmission.leaning(request, admitted))
        : new Verdict.Refused(violations);
  }

  /** As it was written, and of the version that its plan was made with. */
  static ObjectNode ofItsVersion(Resource resource) {
    ObjectNode spec = (ObjectNode) resource.spec().deepCopy();
    String[] module = resource.plan().module().split("@", 2);
    return spec.put("module", module[0]).put("moduleVersion", module[1]);
  }

  /** Nobody can change the spec to have another team accept it. */
  private static Violation inWordsOfTransfer(Violation violation) {
    return violation.rule().equals("placement-moved")
        ? new Violation(
            violation.pointer(),
            violation.rule(),
            violation.message(),
            "have the platform team place both teams there, or make a new one in the other team")
        : violation;
  }

  /** Nobody has changed a value that could be set back. */
  private static Violation inWordsOfUpgrade(Violation violation, String stands) {
    return switch (violation.rule()) {
      case "would-replace", "grow-only", "immutable" ->
          new Violation(
              violation.pointer(),
              violation.rule(),
              violation.message(),
              "stay with "
                  + stands
                  + ", set what differs in the spec first, or make a new one under another name,"
                  + " copy what is in this one, and delete it");
      default -> violation;
    };
  }
}
