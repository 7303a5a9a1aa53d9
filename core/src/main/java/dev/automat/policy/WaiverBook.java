package dev.automat.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The waivers that were granted, from memory, for showing what leans on them: as they were a second
 * ago. Whether a request gets through is decided by what is stored at that moment.
 */
public final class WaiverBook {

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final WaiverRecords records;
  private final InstantSource clock;
  private volatile Page page = new Page(Instant.MIN, Map.of());

  public WaiverBook(WaiverRecords records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  private record Page(Instant readAt, Map<String, List<Waiver>> byTeam) {}

  /** Those of a team, also if they have ended. */
  public List<Waiver> granted(String team) {
    Instant now = clock.instant();
    Page known = page;
    if (known.readAt().isBefore(now.minus(FRESH))) {
      known =
          new Page(
              now,
              records.granted(Optional.empty()).stream()
                  .collect(Collectors.groupingBy(Waiver::team)));
      page = known;
    }
    return known.byTeam().getOrDefault(team, List.of());
  }

  /** Has the next question read again, because this process changed something. */
  void forget() {
    page = new Page(Instant.MIN, Map.of());
  }

  /** Now, by the clock that it works with. */
  public Instant now() {
    return clock.instant();
  }
}
