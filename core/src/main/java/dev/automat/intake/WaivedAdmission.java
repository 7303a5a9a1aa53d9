package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Admitting;
import dev.automat.admission.Verdict;
import dev.automat.policy.Waiver;
import dev.automat.policy.WaiverRecords;
import dev.automat.resource.Violation;
import java.time.Instant;
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
    return switch (admission.admit(request)) {
      case Verdict.Admitted admitted -> admitted;
      case Verdict.NeedsWaiver(var plan, List<Violation> denied) -> {
        List<Violation> left = notWaived(denied, request);
        yield left.isEmpty() ? new Verdict.Admitted(plan, List.of()) : new Verdict.Refused(left);
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
    String environment = request.spec().path("environment").asString("");
    Instant now = clock.instant();
    return violations.stream()
        .filter(
            violation ->
                !violation.waivable()
                    || granted.stream()
                        .noneMatch(
                            waiver ->
                                waiver.holdsAt(now)
                                    && waiver.covers(
                                        violation.rule(),
                                        request.kind(),
                                        request.name(),
                                        environment)))
        .toList();
  }
}
