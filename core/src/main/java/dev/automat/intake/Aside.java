package dev.automat.intake;

import dev.automat.cost.CostDelta;
import dev.automat.resource.Violation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What whoever asked should know beside the plan.
 *
 * @param costDelta what a change does to the estimate
 * @param warnings limits that it goes beyond, and may; a copy of data that is left behind
 */
public record Aside(Optional<CostDelta> costDelta, List<Violation> warnings) {

  /** Nothing. */
  public static final Aside NONE = new Aside(Optional.empty(), List.of());

  public Aside {
    warnings = List.copyOf(warnings);
  }

  /** The same, and these warnings. */
  Aside and(List<Violation> more) {
    return new Aside(costDelta, Stream.concat(warnings.stream(), more.stream()).toList());
  }
}
