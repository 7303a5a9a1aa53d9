package dev.automat.lifetime;

import dev.automat.resource.Work.ExpiryNotice;
import java.time.Instant;
import java.util.Optional;

/** What a lifetime asks for now. */
public sealed interface Asked {

  /** Nothing before that instant. */
  record Nothing(Instant until) implements Asked {}

  /**
   * Write a notice, and send it.
   *
   * @param notice as it stands with this one
   * @param next when to ask again
   */
  record Announce(ExpiryNotice notice, Prospect prospect, Instant next) implements Asked {}

  /**
   * A notice stands.
   *
   * @param next when to ask again
   */
  record Announced(Prospect prospect, Instant next) implements Asked {}

  /**
   * Its time is up, and nobody has taken a notice of it: nothing is done until somebody has.
   *
   * @param next when to ask again
   */
  record Unheard(Prospect prospect, Instant next) implements Asked {}

  /**
   * Cut its access.
   *
   * @param expires the end that was announced
   * @param deletesAt when it is deleted after that
   */
  record Quarantine(Instant expires, Instant deletesAt) implements Asked {}

  /**
   * Take it away.
   *
   * @param expires the end of its lifetime
   */
  record Delete(Instant expires) implements Asked {}

  /**
   * Its time is up, and it is protected: it stays.
   *
   * @param remind the notice that is due now, as it stands with this one
   * @param next when to ask again
   */
  record Protected(Instant expires, Optional<ExpiryNotice> remind, Instant next) implements Asked {}
}
