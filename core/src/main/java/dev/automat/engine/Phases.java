package dev.automat.engine;

import dev.automat.resource.Condition;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Status;
import dev.automat.resource.Work;

/** The one word for people. */
final class Phases {

  private Phases() {}

  static Phase of(Resource resource, Status status, Work work, boolean deleted) {
    if (deleted) {
      return Phase.Deleted;
    }
    if (resource.want().absent()) {
      return Phase.Deleting;
    }
    return work.madeOnce() ? afterFirstReady(resource, status) : beforeFirstReady(status, work);
  }

  private static Phase beforeFirstReady(Status status, Work work) {
    boolean waiting =
        status
            .condition(Type.Synced)
            .map(Condition::reason)
            .filter(Condition.WAITING_FOR_SOMEBODY::contains)
            .isPresent();
    if (waiting) {
      return Phase.Failed;
    }
    return work.createIntentAt().isPresent() ? Phase.Provisioning : Phase.Pending;
  }

  /** Until it can be used again. */
  private static boolean isCut(Status status) {
    return status
        .condition(Type.Ready)
        .filter(ready -> ready.reason().equals(Reasons.QUARANTINED))
        .isPresent();
  }

  private static Phase afterFirstReady(Resource resource, Status status) {
    if (isCut(status)) {
      return Phase.Quarantined;
    }
    boolean notReady =
        status.condition(Type.Ready).filter(c -> c.status() != State.True).isPresent();
    if (notReady || status.attempts() > 0) {
      return Phase.Degraded;
    }
    if (status.progress().isPresent() || status.observedGeneration() < resource.generation()) {
      return Phase.Updating;
    }
    return status.is(Type.Expiring) ? Phase.Expiring : Phase.Ready;
  }
}
