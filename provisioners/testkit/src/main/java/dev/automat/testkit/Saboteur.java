package dev.automat.testkit;

import dev.automat.testkit.HostileCloud.Order;
import dev.automat.testkit.HostileCloud.Place;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What happens to a {@link HostileCloud} that nobody told the engine of. Everything takes effect at
 * once, though readers may see it late, and none of it is evidence against the engine.
 */
public final class Saboteur {

  private final Object lock;
  private final CloudState state;
  private final Weather weather;
  private final InstantSource clock;

  Saboteur(Object lock, CloudState state, Weather weather, InstantSource clock) {
    this.lock = lock;
    this.state = state;
    this.weather = weather;
    this.clock = clock;
  }

  /** Begins or ends a trouble of a whole account. */
  public void trouble(Trouble trouble, String account, boolean on) {
    synchronized (lock) {
      weather.order(trouble, account, on);
    }
  }

  /** Changes one setting of all that lives for the uid; returns how many objects that were. */
  public int drift(String uid, String key, Object value) {
    return each(
        uid,
        object -> {
          Map<String, Object> settings = new HashMap<>(object.settings.truth());
          settings.put(key, value);
          long now = now();
          object.settings.write(object.kind.normalise(settings), now, now + weather.lag());
        });
  }

  /** Replaces all tags of what lives for the uid; returns how many objects that were. */
  public int retag(String uid, Map<String, String> tags) {
    return each(
        uid,
        object -> {
          long now = now();
          object.tags.write(Map.copyOf(tags), now, now + weather.lag());
        });
  }

  /** Removes one tag of what lives for the uid; returns how many objects that were. */
  public int untag(String uid, String key) {
    return each(
        uid,
        object -> {
          Map<String, String> tags = new HashMap<>(object.tags.truth());
          tags.remove(key);
          long now = now();
          object.tags.write(Map.copyOf(tags), now, now + weather.lag());
        });
  }

  /** What lives for the uid ends as failed; returns how many objects that were. */
  public int fail(String uid, String message) {
    return each(uid, object -> object.fail(message));
  }

  /** Somebody else deletes all that stands for the uid; returns how many objects that were. */
  public int delete(String uid) {
    synchronized (lock) {
      long now = catchUp();
      int deleted = 0;
      for (CloudObject object : state.madeFor(uid)) {
        if (object.stands(now)) {
          object.vanish(now, weather.lag());
          deleted++;
        }
      }
      return deleted;
    }
  }

  /** Somebody else deletes the children of what lives for the uid. */
  public int deleteChildren(String uid) {
    return each(
        uid,
        object -> {
          for (CloudObject child : object.children) {
            child.vanish(now(), weather.lag());
          }
        });
  }

  /** Somebody else deletes all in the account of whose uid this is true; returns those uids. */
  public List<String> deleteMany(String account, Predicate<String> uids) {
    synchronized (lock) {
      long now = catchUp();
      List<String> gone = new ArrayList<>();
      for (CloudObject object : state.all()) {
        if (object.place.account().equals(account)
            && object.stands(now)
            && !object.maker.isEmpty()
            && uids.test(object.maker)) {
          object.vanish(now, weather.lag());
          gone.add(object.maker);
        }
      }
      return gone.stream().distinct().sorted().toList();
    }
  }

  /** Puts up an object that is somebody else's; returns its id. Seen by all at once. */
  public String plant(Place place, Kind kind, String name, Map<String, String> tags) {
    synchronized (lock) {
      long number = state.nextSerial();
      Order order =
          new Order(
              kind, name, Map.of(), tags, Optional.empty(), Optional.empty(), Optional.empty(), "");
      CloudObject planted = new CloudObject(place, order, kind.id(number), null, catchUp(), 0, 0);
      state.add(planted, number, null);
      return planted.id;
    }
  }

  private int each(String uid, Consumer<CloudObject> change) {
    synchronized (lock) {
      catchUp();
      int changed = 0;
      for (CloudObject object : state.madeFor(uid)) {
        if (object.parent == null && object.lives()) {
          change.accept(object);
          changed++;
        }
      }
      return changed;
    }
  }

  private long now() {
    return clock.instant().toEpochMilli();
  }

  private long catchUp() {
    long now = now();
    state.catchUp(now);
    return now;
  }
}
