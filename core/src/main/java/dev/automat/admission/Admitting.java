package dev.automat.admission;

import dev.automat.resource.Resource;

/** Says what becomes of a request. */
public interface Admitting {

  /** The plan, or every violation at once. */
  Verdict admit(AdmissionRequest request);

  /**
   * The same for what is made again as it was, and where it was. A version that the catalogue has
   * no more can not be planned with: the plan of then is complete, stays as it is, and is held
   * against the rules of today.
   *
   * @param request of the version that it had
   */
  Verdict readmit(AdmissionRequest request, Resource resource);
}
