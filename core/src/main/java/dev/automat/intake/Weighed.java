package dev.automat.intake;

import dev.automat.cost.CostDelta;
import dev.automat.cost.Reservation;
import dev.automat.policy.Leaning;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.util.List;
import java.util.Optional;

/** A request held against what stands now. */
sealed interface Weighed {

  record Decided(Answer answer) implements Weighed {}

  /**
   * @param live the incarnation to change; empty: one is to be made
   * @param tombstone the one that holds the key, if one is to be made
   * @param reservation the room that it needs; empty: nothing limits it
   * @param leaning the waivers that it needs; empty: it breaks no rule
   */
  record ToWrite(
      Plan plan,
      Optional<Resource> live,
      Optional<Resource> tombstone,
      Optional<Reservation> reservation,
      Optional<Leaning> leaning)
      implements Weighed {

    Optional<CostDelta> costDelta() {
      return live.flatMap(resource -> CostDelta.between(resource.plan(), plan));
    }

    /** What is out of sight once another one has the name. */
    List<Violation> left() {
      return tombstone.flatMap(Undeletion::leftBehind).stream().toList();
    }

    /** The same of a member of a stack. */
    List<Violation> left(String stack) {
      return tombstone.flatMap(gone -> Undeletion.leftBehind(gone, stack)).stream().toList();
    }
  }
}
