package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Admitting;
import dev.automat.admission.Verdict;
import dev.automat.policy.Leaning;
import dev.automat.policy.Waiver;
import dev.automat.policy.WaiverRecords;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Admission with the live check {@code waivers} after it: what granted waivers of this moment cover
 * is let through. The plan is the one that admission made; it knows of no waivers.
 */
public final class WaivedAdmission implements Admitting {

  private final Admitting admission;
  private final WaiverRecords waivers;
  private final InstantSource clock;

  public WaivedAdmission(Admitting admission, WaiverRecords waivers, InstantSource clock) {
    this.admission = admission;
    this.waivers = waivers;
    this.clock = clock;
  }

  /** As admission; never {@link Verdict.NeedsWaiver}. */
  @Override
  public Verdict admit(AdmissionRequest request) {
    return waived(admission.admit(request), request);
  }

  /** As admission; never {@link Verdict.NeedsWaiver}. */
  @Override
  public Verdict readmit(AdmissionRequest request, Resource resource) {
    return waived(admission.readmit(request, resource), request);
  }

  private Verdict waived(Verdict verdict, AdmissionRequest request) {
    return switch (verdict) {
      case Verdict.Admitted admitted -> admitted;
      case Verdict.NeedsWaiver(var plan, List<Violation> denied) -> {
        List<Violation> left = notWaived(denied, request);
        yield left.isEmpty()
            ? new Verdict.Admitted(plan, List.of(), denied)
            : new Verdict.Refused(left);
      }
      case Verdict.Refused(List<Violation> violations) ->
          new Verdict.Refused(notWaived(violations, request));
    };
  }

  /** What no granted waiver lets through. */
  private List<Violation> notWaived(List<Violation> violations, AdmissionRequest request) {
    if (violations.stream().noneMatch(Violation::waivable)) {
      return violations;
    }
    List<Waiver> granted = waivers.granted(Optional.of(request.team()));
    List<Violation> waivable = violations.stream().filter(Violation::waivable).toList();
    List<Violation> left = leaning(request, waivable).uncovered(granted, clock.instant());
    return violations.stream()
        .filter(violation -> !violation.waivable() || left.contains(violation))
        .toList();
  }

  private static Leaning leaning(AdmissionRequest request, List<Violation> denied) {
    return new Leaning(
        request.team(),
        request.kind(),
        request.name(),
        request.spec().path("environment").asString(""),
        denied);
  }

  /** What a write of this leans on; empty if it breaks no rule. */
  static Optional<Leaning> leaning(AdmissionRequest request, Verdict.Admitted admitted) {
    return admitted.waived().isEmpty()
        ? Optional.empty()
        : Optional.of(leaning(request, admitted.waived()));
  }
}
