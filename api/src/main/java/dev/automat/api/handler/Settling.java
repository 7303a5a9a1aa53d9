package dev.automat.api.handler;

import dev.automat.api.exchange.Call;
import dev.automat.resource.Condition;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.stack.StackState;
import dev.automat.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waits, as {@code Prefer: wait=N} (RFC 7240) asks, until the engine has done what it can. */
final class Settling {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** What is left of the request's time for the answer itself. */
  private static final Duration RESERVE = Duration.ofSeconds(2);

  private static final Pattern WAIT = Pattern.compile("wait=\"?([0-9]{1,9})\"?");

  private final Store store;
  private final ChangeSignals signals;
  private final InstantSource clock;
  private final Duration longest;

  Settling(Store store, ChangeSignals signals, InstantSource clock, Duration requestTimeout) {
    this.store = store;
    this.signals = signals;
    this.clock = clock;
    Duration possible = requestTimeout.minus(RESERVE);
    this.longest = possible.compareTo(LONGEST) < 0 ? possible : LONGEST;
  }

  /**
   * The wait that is granted. A preference that can not be read is passed over, as the RFC says.
   */
  Optional<Duration> granted(Call call) {
    return call.header("prefer").stream()
        .flatMap(header -> Arrays.stream(header.split("[,;]", -1)))
        .map(preference -> WAIT.matcher(preference.strip()))
        .filter(Matcher::matches)
        .map(matcher -> Duration.ofSeconds(Long.parseLong(matcher.group(1))))
        .map(wait -> wait.compareTo(longest) > 0 ? longest : wait)
        .filter(Duration::isPositive)
        .findFirst();
  }

  /** The resource as it stands when it has settled, or when the time is over. */
  Resource await(Resource start, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    long generation = start.generation();
    try (ChangeSignals.Signal signal = signals.listen(start.uid())) {
      while (true) {
        Resource now = store.byUid(start.uid()).orElse(start);
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (isSettled(now, generation) || !left.isPositive() || signals.stopping()) {
          return now;
        }
        signal.await(left);
      }
    }
  }

  /** The stack as it stands when all members have settled, or one has failed, or time is over. */
  StackState await(StackState start, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    List<String> uids = start.members().stream().map(Resource::uid).toList();
    try (ChangeSignals.Signal signal = signals.listen(uids)) {
      while (true) {
        StackState now = store.stacks().byUid(start.stack().uid()).orElse(start);
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (isSettled(now) || !left.isPositive() || signals.stopping()) {
          return now;
        }
        signal.await(left);
      }
    }
  }

  /** Whether all of it is usable, or gone if that is asked for, or somebody has to do something. */
  boolean isSettled(StackState state) {
    if (state.stack().want().absent()) {
      return state.isTombstone();
    }
    return state.wanted().stream().allMatch(member -> isSettled(member, member.generation()))
        || state.wanted().stream()
            .anyMatch(
                member -> member.phase() == Phase.Failed && isSettled(member, member.generation()));
  }

  /** Whether the engine has done what it can for that generation. */
  boolean isSettled(Resource resource, long generation) {
    if (resource.want().absent()) {
      return resource.isTombstone();
    }
    return switch (resource.phase()) {
      // What was released, or extended, can be used only once the engine has let people in.
      case Quarantined -> resource.stay().isCutAt(clock.instant());
      case Ready, Expiring -> resource.status().observedGeneration() >= generation;
      case Failed -> spokenOf(resource) >= generation;
      case Degraded -> resource.status().waitsForSomebody(generation);
      case Deleted -> true;
      case Pending, Provisioning, Updating, Deleting -> false;
    };
  }

  /** The newest generation that a condition speaks of: a failure may be that of an older one. */
  private static long spokenOf(Resource resource) {
    return resource.status().conditions().stream()
        .mapToLong(Condition::observedGeneration)
        .max()
        .orElse(0);
  }
}
