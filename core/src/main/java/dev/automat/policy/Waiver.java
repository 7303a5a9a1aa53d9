package dev.automat.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * A dated exception to named rules, for one team.
 *
 * @param uid never used again, unlike the name
 * @param askedBy who asked, as people call them
 * @param askedAs the same as their issuer calls them, by whom it may not be granted
 * @param granted when and by whom; stays when it is revoked later
 * @param ended when, by whom and why it was rejected, revoked or withdrawn
 */
public record Waiver(
    String uid,
    String team,
    String name,
    WaiverSpec spec,
    State state,
    String askedBy,
    String askedAs,
    Instant askedAt,
    Optional<Act> granted,
    Optional<Act> ended) {

  /** Something that somebody did. */
  public record Act(Instant at, String by, String reason) {}

  /** How far it got. */
  public enum State {
    ASKED,
    GRANTED,
    REJECTED,
    /** By who may grant. */
    REVOKED,
    /** By the team. */
    WITHDRAWN,
    /** Its time is up. Never stored. */
    EXPIRED
  }

  /** What it is at that time. */
  public State stateAt(Instant now) {
    boolean open = state == State.ASKED || state == State.GRANTED;
    return open && !spec.expiresAt().isAfter(now) ? State.EXPIRED : state;
  }

  /** Whether it lets something through at that time. */
  public boolean holdsAt(Instant now) {
    return stateAt(now) == State.GRANTED;
  }

  /** Whether it speaks of that rule and that resource of its team, also if it has ended. */
  public boolean covers(String rule, String kind, String resource, String environment) {
    return spec.covers(rule, kind, resource, environment);
  }

  /** Since when a granted one holds no more: its end, or when somebody ended it before. */
  public Instant endedAt() {
    return ended.map(Act::at).orElse(spec.expiresAt());
  }

  Waiver grantedBy(Act act) {
    return new Waiver(
        uid, team, name, spec, State.GRANTED, askedBy, askedAs, askedAt, Optional.of(act), ended);
  }

  Waiver endedAs(State end, Act act) {
    return new Waiver(
        uid, team, name, spec, end, askedBy, askedAs, askedAt, granted, Optional.of(act));
  }
}
