package dev.automat.testkit;

import dev.automat.spi.Credentials;
import dev.automat.spi.Observation.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One object of {@link HostileCloud}, and what readers are shown of it. Times are epoch millis. */
final class CloudObject {

  private static final long NEVER = Long.MAX_VALUE;

  final HostileCloud.Place place;
  final Kind kind;
  final String name;
  final String id;

  /** The uid that it was made for, whatever its tags say later; empty for what others made. */
  final String maker;

  final Optional<Credentials> credentials;
  final @Nullable CloudObject parent;
  final List<CloudObject> children = new ArrayList<>(0);
  final Lagging<Map<String, Object>> settings;
  final Lagging<Map<String, String>> tags;

  private final long madeAt;
  private final long surelyShownFrom;
  private final long usableFrom;
  private long workingUntil;
  private @Nullable String failure;
  private long deletingFrom = NEVER;
  private long goneFrom = NEVER;
  private long surelyGoneFrom = NEVER;

  CloudObject(
      HostileCloud.Place place,
      HostileCloud.Order order,
      String id,
      @Nullable CloudObject parent,
      long now,
      long lag,
      long workTime) {
    this.place = place;
    this.kind = order.kind();
    this.name = order.name();
    this.id = id;
    this.maker = order.uid();
    this.credentials = order.credentials();
    this.parent = parent;
    this.settings = new Lagging<>(kind.normalise(order.settings()));
    this.tags = new Lagging<>(Map.copyOf(order.tags()));
    this.madeAt = now;
    this.surelyShownFrom = now + lag;
    this.usableFrom = now + workTime;
    this.workingUntil = usableFrom;
  }

  /** Whether it stands and nobody has asked for its deletion. */
  boolean lives() {
    return deletingFrom == NEVER;
  }

  boolean stands(long now) {
    return now < goneFrom;
  }

  /** Whether no reader can see it any more. */
  boolean forgotten(long now) {
    return now >= surelyGoneFrom;
  }

  boolean working(long now) {
    return now < workingUntil;
  }

  /** Whether it was ever usable, so that somebody may have put data into it. */
  boolean wasUsable(long now) {
    return Math.min(now, deletingFrom) >= usableFrom && failure == null;
  }

  void work(long until) {
    workingUntil = until;
  }

  void fail(String message) {
    failure = message;
  }

  /** Deletion begins; a second request changes nothing. */
  void delete(long now, long workTime, long lag) {
    if (deletingFrom == NEVER) {
      deletingFrom = now;
      goneFrom = now + workTime;
      surelyGoneFrom = goneFrom + lag;
    }
  }

  /** It is gone at once, though readers may not see that yet. */
  void vanish(long now, long lag) {
    deletingFrom = Math.min(deletingFrom, now);
    goneFrom = Math.min(goneFrom, now);
    surelyGoneFrom = now + lag;
  }

  /** What a reader is shown; empty if it is not shown. */
  Optional<HostileCloud.Shown> read(long now, Weather weather) {
    if (now >= goneFrom && (now >= surelyGoneFrom || !weather.stale())) {
      return Optional.empty();
    }
    if (now >= madeAt && now < surelyShownFrom && weather.stale()) {
      return Optional.empty();
    }
    return Optional.of(shown(now, settings.read(now, weather), tags.read(now, weather)));
  }

  /** What is true. */
  HostileCloud.Shown truth(long now) {
    return shown(now, settings.truth(), tags.truth());
  }

  private HostileCloud.Shown shown(
      long now, Map<String, Object> shownSettings, Map<String, String> shownTags) {
    List<String> childIds = new ArrayList<>(children.size());
    for (CloudObject child : children) {
      if (child.stands(now)) {
        childIds.add(child.id);
      }
    }
    State state = state(now);
    String message = state == State.FAILED && failure != null ? failure : "";
    return new HostileCloud.Shown(
        kind, id, name, state, message, shownSettings, shownTags, childIds);
  }

  private State state(long now) {
    if (now >= deletingFrom) {
      return State.DELETING;
    }
    if (now < workingUntil) {
      return State.WORKING;
    }
    return failure == null ? State.AVAILABLE : State.FAILED;
  }
}
