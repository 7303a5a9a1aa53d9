package dev.automat.engine;

import dev.automat.resource.Resource;
import dev.automat.resource.Work.ExpiryNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the end of a lifetime asks for now. Law 9: nothing is taken back without a notice that was
 * written down early enough. The notice comes a quarter of the lifetime before the end, at most two
 * days; it must have stood for a quarter of the lifetime, at most two hours, however late it came.
 */
sealed interface TakeBack {

  Duration LONGEST_LEAD = Duration.ofDays(2);
  Duration LONGEST_GRACE = Duration.ofHours(2);

  /** Nothing before that instant. */
  record Nothing(Instant until) implements TakeBack {}

  /**
   * Write the notice.
   *
   * @param actsAt when it will be taken back
   */
  record Announce(ExpiryNotice notice, Instant actsAt) implements TakeBack {}

  /**
   * The notice stands.
   *
   * @param actsAt when it will be taken back
   */
  record Announced(Instant actsAt) implements TakeBack {}

  /** Its time is up. */
  record Act(Instant expires) implements TakeBack {}

  /** Its time is up or nearly so, and it is protected. */
  record Protected(Instant expires) implements TakeBack {}

  /** What a resource that is to be present asks for. */
  static TakeBack of(Resource resource, Instant now) {
    Optional<Instant> ends = resource.times().expires();
    if (ends.isEmpty() || resource.want().absent()) {
      return new Nothing(Instant.MAX);
    }
    Instant expires = ends.get();
    Duration lifetime = Duration.between(resource.times().accepted(), expires);
    Duration quarter = lifetime.isNegative() ? Duration.ZERO : lifetime.dividedBy(4);
    Instant announceAt = expires.minus(shorter(quarter, LONGEST_LEAD));
    if (now.isBefore(announceAt)) {
      return new Nothing(announceAt);
    }
    if (resource.plan().deletionProtection()) {
      return new Protected(expires);
    }
    return announced(resource, expires, shorter(quarter, LONGEST_GRACE), now);
  }

  private static TakeBack announced(
      Resource resource, Instant expires, Duration grace, Instant now) {
    Optional<ExpiryNotice> stands =
        resource.work().expiryNotice().filter(notice -> notice.expiresAt().equals(expires));
    ExpiryNotice notice = stands.orElse(new ExpiryNotice(now, expires));
    Instant actsAt = later(expires, notice.announcedAt().plus(grace));
    if (stands.isEmpty()) {
      return new Announce(notice, actsAt);
    }
    return now.isBefore(actsAt) ? new Announced(actsAt) : new Act(expires);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isBefore(b) ? b : a;
  }
}
