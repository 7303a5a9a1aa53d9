package dev.automat.intake;

import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What became of a request. All but {@link Accepted} left everything as it was. */
public sealed interface Answer {

  /**
   * It is stored, and the engine is on it.
   *
   * @param created whether it made a new incarnation
   */
  record Accepted(Resource resource, boolean created, Aside aside) implements Answer {

    /** With nothing to say beside it. */
    public Accepted(Resource resource, boolean created) {
      this(resource, created, Aside.NONE);
    }
  }

  /** It is so already. */
  record Unchanged(Resource resource) implements Answer {}

  /**
   * It would be accepted.
   *
   * @param current what it would change; empty: it would make a new incarnation
   */
  record Possible(Plan plan, Optional<Resource> current, Aside aside) implements Answer {}

  /** The request itself is wrong: 422. */
  record Refused(List<Violation> violations) implements Answer {}

  /**
   * The plan that somebody has reviewed is not the one that would be carried out: 412.
   *
   * @param reviewed the digest that they named
   * @param today what would be carried out
   * @param current what stands now
   */
  record PlanMismatch(String reviewed, Plan today, Optional<Resource> current) implements Answer {}

  /**
   * It does not fit what stands now: 409, or 412 if the caller named a precondition, or 404 or 410
   * if there is nothing.
   */
  record Clash(
      Reason reason,
      String message,
      String fix,
      Optional<Resource> current,
      Optional<Duration> retryAfter)
      implements Answer {}

  /** Why it does not fit. */
  enum Reason {
    /** 412: the ETag is not today's. */
    STALE,
    /** 412: If-None-Match: *, and it exists. */
    EXISTS,
    /** 409: the document names another uid. */
    OTHER_UID,
    /** 409: another manager keeps it. */
    MANAGED_ELSEWHERE,
    /** 409: it is being deleted. */
    DELETING,
    /** 409: its last incarnation expired. */
    EXPIRED,
    /** 409: it is protected from deletion. */
    PROTECTED,
    /** 409: others changed it again and again meanwhile. */
    CONTENDED,
    /** 409: {@code :recreate} of what is not missing, or whose loss must be accepted first. */
    NOT_RECREATABLE,
    /** 409: {@code :extend} of what has no end. */
    ENDLESS,
    /** 409: it is in quarantine, and nothing of it is changed. */
    QUARANTINED,
    /** 409: {@code :release} of what is in no quarantine. */
    NOT_QUARANTINED,
    /** 409: its one release is used up. */
    RELEASED_BEFORE,
    /** 409: somebody has asked for a pause. */
    PAUSED,
    /** 409: {@code :undelete} of what is not deleted, or of which nothing was kept. */
    NOT_UNDELETABLE,
    /** 409: its type binds no applications. */
    NOT_BINDABLE,
    /** 409: the secret before the last is still valid. */
    ROTATING,
    /** 409: the binding has no secret. */
    NOT_ROTATABLE,
    /** 409: the team that it is given to has one of that name. */
    NAME_TAKEN,
    /** 409: it lives and goes with the other members of its stack. */
    MEMBER_OF_STACK,
    /** 409: it is offered to another team. */
    ALREADY_OFFERED,
    /** 404. */
    NOT_FOUND,
    /** 410: it was deleted. */
    GONE
  }
}
