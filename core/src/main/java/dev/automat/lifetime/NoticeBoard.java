package dev.automat.lifetime;

import java.time.Instant;
import java.util.Optional;

/** Whether those whom a notice concerns were told. Law 9: expiry acts on nothing else. */
public interface NoticeBoard {

  /** Where nobody is told but by the timeline: what stands in it is accepted. */
  NoticeBoard TIMELINE = (_, writtenAt) -> Optional.of(writtenAt);

  /**
   * When the notice was accepted by somebody: its receiver or, where that one could not be reached,
   * the platform's own channel.
   *
   * @param writtenAt the instant of the event that is the notice
   * @return empty as long as nobody has it
   */
  Optional<Instant> accepted(String uid, Instant writtenAt);
}
