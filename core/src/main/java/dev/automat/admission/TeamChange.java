package dev.automat.admission;

import dev.automat.resource.Condition;
import dev.automat.resource.Resource;
import dev.automat.team.TeamSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has become of a team since a plan was made. A stored plan is frozen, so another owner or
 * cost centre changes no tag by itself: it is shown until the next change of the spec takes it
 * over.
 */
public final class TeamChange {

  private TeamChange() {}

  /** Says which tags are not the team's any more; empty if all are. */
  public static Optional<Condition> of(Resource resource, TeamSpec team) {
    if (resource.want().absent()) {
      return Optional.empty();
    }
    Spec spec = Spec.of(resource.spec());
    List<String> differences = new ArrayList<>();
    compare(resource, Tags.OWNER, Tags.owner(spec, team), differences);
    compare(resource, Tags.COST_CENTER, Tags.costCenter(spec, team), differences);
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Condition(
                Condition.Type.Compliant,
                Condition.State.False,
                "TeamChanged",
                String.join("; ", differences)
                    + ": the next change of its spec or labels takes it over",
                resource.generation()));
  }

  private static void compare(
      Resource resource, String tag, Optional<String> now, List<String> differences) {
    Optional<String> stands = Optional.ofNullable(resource.plan().tags().get(tag));
    if (!stands
        .map(value -> Tags.cost(tag, value))
        .equals(now.map(value -> Tags.cost(tag, value)))) {
      differences.add(
          "the tag "
              + tag
              + " is "
              + stands.orElse("not set")
              + ", and its team says "
              + now.orElse("nothing")
              + " now");
    }
  }
}
