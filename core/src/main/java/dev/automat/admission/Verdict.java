package dev.automat.admission;

import dev.automat.resource.Plan;
import dev.automat.resource.Violation;
import java.util.List;

/** What admission says of a request. */
public sealed interface Verdict {

  /**
   * It can be made.
   *
   * @param notEvaluated names of the live checks, which this verdict does not speak of
   */
  record Admitted(Plan plan, List<String> notEvaluated) implements Verdict {}

  /** It can not be made as it stands. */
  record Refused(List<Violation> violations) implements Verdict {}
}
