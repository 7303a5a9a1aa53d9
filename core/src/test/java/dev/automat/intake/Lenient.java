package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Admitting;
import dev.automat.admission.Verdict;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.util.List;

/** Admission that saw a waiver which is revoked before anything is written. */
record Lenient(Admitting admission) implements Admitting {

  static final Violation DENIED =
      new Violation("/spec/size", "no-small", "too small", "ask for medium");

  @Override
  public Verdict admit(AdmissionRequest request) {
    return waived(admission.admit(request));
  }

  @Override
  public Verdict readmit(AdmissionRequest request, Resource resource) {
    return waived(admission.readmit(request, resource));
  }

  private static Verdict waived(Verdict verdict) {
    return verdict instanceof Verdict.Admitted admitted
        ? new Verdict.Admitted(admitted.plan(), List.of(), List.of(DENIED))
        : verdict;
  }
}
