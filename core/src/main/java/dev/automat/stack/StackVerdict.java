package dev.automat.stack;

import dev.automat.admission.Admitting;
import dev.automat.admission.Verdict;
import dev.automat.resource.Plan;
import dev.automat.resource.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What admission says of all members of a stack, without a look at what stands.
 *
 * @param plans by member, of those that can be made, also where waivers are missing
 * @param violations all that is wrong with any of them, at the places of the stack's document
 */
public record StackVerdict(SortedMap<String, Plan> plans, List<Violation> violations) {

  public StackVerdict {
    violations = List.copyOf(violations);
  }

  /** Asks for each member. */
  public static StackVerdict of(Composition composition, Admitting admission) {
    SortedMap<String, Plan> plans = new TreeMap<>();
    Map<String, List<Violation>> said = new LinkedHashMap<>();
    for (Composition.Part part : composition.parts()) {
      switch (admission.admit(part.request())) {
        case Verdict.Admitted admitted -> plans.put(part.member(), admitted.plan());
        case Verdict.NeedsWaiver(Plan plan, List<Violation> denied) -> {
          plans.put(part.member(), plan);
          said.put(part.member(), denied);
        }
        case Verdict.Refused(List<Violation> violations) -> said.put(part.member(), violations);
      }
    }
    List<Violation> all = new ArrayList<>(composition.violations());
    all.addAll(composition.placed(said));
    return new StackVerdict(plans, all);
  }
}
