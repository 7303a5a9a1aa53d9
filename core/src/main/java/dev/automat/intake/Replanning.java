package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Admitting;
import dev.automat.admission.LiveChecks;
import dev.automat.cost.Reservation;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a resource would be planned as in another team: of the version of the module that it has, so
 * that nothing but the team is another.
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

    record Planned(Plan plan, Optional<Reservation> reservation) implements Verdict {}

    record Refused(List<Violation> violations) implements Verdict {}
  }

  Verdict of(Resource resource, String team) {
    ObjectNode spec = ofItsVersion(resource);
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
          checked(resource, spec, admitted.plan(), team);
    };
  }

  private Verdict checked(Resource resource, ObjectNode spec, Plan plan, String team) {
    List<Violation> violations =
        liveChecks.check(spec, plan, Optional.of(resource), clock.instant()).stream()
            .map(Replanning::inWordsOfTransfer)
            .toList();
    return violations.isEmpty()
        ? new Verdict.Planned(
            plan, allowances.flatMap(limits -> limits.of(team, resource.key().kind(), spec, plan)))
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
}
