package dev.automat.testkit;

import dev.automat.spi.ResourceType;
import dev.automat.testkit.CloudFailure.Reason;
import dev.automat.testkit.HostileCloud.Passage;
import dev.automat.testkit.HostileCloud.Place;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way of every call into a {@link HostileCloud} and back: it may hang, be refused, take its
 * time, and its answer or its effect may be lost or come late.
 */
final class CloudGate {

  private final Object lock;
  private final CloudState state;
  private final Weather weather;
  private final Evidence evidence;
  private final InstantSource clock;
  private final Passage passage;

  CloudGate(
      Object lock,
      CloudState state,
      Weather weather,
      Evidence evidence,
      InstantSource clock,
      Passage passage) {
    this.lock = lock;
    this.state = state;
    this.weather = weather;
    this.evidence = evidence;
    this.clock = clock;
    this.passage = passage;
  }

  <T> T read(Place place, CloudState.Effect<T> question, T nothing) {
    arrive(place);
    synchronized (lock) {
      long now = catchUp();
      weather.fateOfRead();
      return weather.sees(place.account()) ? question.at(now) : nothing;
    }
  }

  <T> T write(Place place, CloudState.Effect<T> effect) {
    arrive(place);
    Weather.Fate fate;
    @Nullable T result = null;
    synchronized (lock) {
      long now = catchUp();
      fate = weather.fateOfWrite();
      switch (fate) {
        case LOST -> {}
        case DONE, DONE_UNHEARD -> result = effect.at(now);
        case DONE_LATE -> state.later(now + weather.lateness(), effect);
      }
    }
    return switch (fate) {
      case DONE -> Objects.requireNonNull(result);
      case LOST, DONE_UNHEARD -> throw new CloudFailure(Reason.NO_ANSWER, "connection reset");
      case DONE_LATE -> {
        pass(ResourceType.CALL_DEADLINE.minusSeconds(1));
        throw new CloudFailure(Reason.NO_ANSWER, "no answer in time");
      }
    };
  }

  private void arrive(Place place) {
    evidence.request();
    long latency;
    boolean hangs;
    synchronized (lock) {
      hangs = weather.hangs(place.account());
      weather.meet(place.account());
      latency = weather.latency();
    }
    if (hangs) {
      hang();
    }
    if (latency > 0) {
      pass(Duration.ofMillis(latency));
    }
  }

  private void pass(Duration duration) {
    try {
      passage.elapse(duration);
    } catch (InterruptedException interrupted) {
      throw interrupted();
    }
  }

  private void hang() {
    Object never = new Object();
    try {
      synchronized (never) {
        while (true) {
          never.wait();
        }
      }
    } catch (InterruptedException interrupted) {
      throw interrupted();
    }
  }

  private static CloudFailure interrupted() {
    Thread.currentThread().interrupt();
    return new CloudFailure(Reason.INTERRUPTED, "the call was interrupted");
  }

  /** Lets what was due take effect, and tells the time. The lock must be held. */
  long catchUp() {
    long now = clock.instant().toEpochMilli();
    state.catchUp(now);
    return now;
  }
}
