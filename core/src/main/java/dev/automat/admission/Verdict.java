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
   * @param waived what rules deny, and waivers let through
   */
  record Admitted(Plan plan, List<String> notEvaluated, List<Violation> waived) implements Verdict {

    /** Where no rule denies anything. */
    public Admitted(Plan plan, List<String> notEvaluated) {
      this(plan, notEvaluated, List.of());
    }
  }

  /**
   * It can be made with waivers of all these rules, and not without. Admission knows no waivers:
   * whoever can not ask for them takes this for refused.
   *
   * @param denied what the rules say, each of which can be waived
   */
  record NeedsWaiver(Plan plan, List<Violation> denied) implements Verdict {}

  /** It can not be made as it stands. */
  record Refused(List<Violation> violations) implements Verdict {}
}
