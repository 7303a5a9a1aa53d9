package dev.automat.team;

import dev.automat.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An offer of one team to give a resource to another.
 *
 * @param resource uid of what is given
 * @param key what it was called when it was offered; its team is the giver
 * @param to the team that it is offered to; it need not exist
 * @param decided by whom and when the offer ended; empty as long as it stands, and if nobody
 *     answered
 */
public record Transfer(
    String uid,
    String resource,
    ResourceKey key,
    String to,
    State state,
    String offeredBy,
    Instant offeredAt,
    Instant expiresAt,
    Optional<Team.Made> decided) {

  /** How long an offer stands. */
  public static final Duration STANDS_FOR = Duration.ofDays(7);

  /** What became of it. */
  public enum State {
    OFFERED,
    ACCEPTED,
    DECLINED,
    WITHDRAWN,
    /** Nobody answered in time. */
    EXPIRED
  }

  public String from() {
    return key.team();
  }

  /** What it is at that time: an offer that nobody answers ends by itself. */
  public State stateAt(Instant now) {
    return state == State.OFFERED && !expiresAt.isAfter(now) ? State.EXPIRED : state;
  }
}
