package dev.automat.admission;

/** Says what becomes of a request. */
@FunctionalInterface
public interface Admitting {

  /** The plan, or every violation at once. */
  Verdict admit(AdmissionRequest request);
}
