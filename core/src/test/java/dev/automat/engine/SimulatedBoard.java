package dev.automat.engine;

import dev.automat.lifetime.NoticeBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Who are told of ends: some at once, some after hours, and some not before all trouble ends. */
final class SimulatedBoard implements NoticeBoard {

  private final InstantSource clock;
  private Instant calmSince = Instant.MAX;

  SimulatedBoard(InstantSource clock) {
    this.clock = clock;
  }

  void becomeCalm() {
    calmSince = clock.instant();
  }

  @Override
  public Optional<Instant> accepted(String uid, Instant writtenAt) {
    int luck = Math.floorMod((uid + writtenAt).hashCode(), 10);
    Instant at = writtenAt.plus(Duration.ofMinutes(luck * 15L));
    Instant later = luck == 9 && at.isBefore(calmSince) ? calmSince : at;
    return later.isAfter(clock.instant()) ? Optional.empty() : Optional.of(later);
  }
}
