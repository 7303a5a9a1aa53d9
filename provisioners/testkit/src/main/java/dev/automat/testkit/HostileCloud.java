package dev.automat.testkit;

import dev.automat.spi.Credentials;
import dev.automat.spi.Observation.State;
import dev.automat.testkit.CloudFailure.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A fake: an in-memory cloud that behaves as badly as real ones do, and keeps {@link Evidence}.
 * What goes wrong follows from the faults, the random generator and the clock alone, so that a run
 * on one thread with the same seed is the same run.
 *
 * <p>Reads lag behind changes both ways; slow kinds take minutes; calls are throttled, fail before
 * their effect, fail after it, or have it long after they timed out; settings are normalised.
 * {@link #saboteur()} does the rest: drift, deletions and foreign objects behind the engine's back,
 * and accounts that can not be reached.
 *
 * <p>Safe for use by many threads. No lock is held while {@link Passage} lets time pass.
 */
public final class HostileCloud {

  /** Where objects stand. The same name may be taken once in each place. */
  public record Place(String account, String region) {}

  /**
   * What is to be made.
   *
   * @param token a repeat with the same token gives what the first one made, as long as it lives
   * @param parent id of the object that this one is a child of
   * @param uid for which record it is made: evidence, which the cloud itself does not look at
   */
  public record Order(
      Kind kind,
      String name,
      Map<String, Object> settings,
      Map<String, String> tags,
      Optional<Credentials> credentials,
      Optional<String> token,
      Optional<String> parent,
      String uid) {}

  /** What a reader is shown of an object. */
  public record Shown(
      Kind kind,
      String id,
      String name,
      State state,
      String message,
      Map<String, Object> settings,
      Map<String, String> tags,
      List<String> children) {}

  /** One page of a list. */
  public record Page(List<Shown> items, Optional<String> next) {}

  /** How a call lets time pass. A simulation may run other work meanwhile. */
  public interface Passage {
    void elapse(Duration duration) throws InterruptedException;
  }

  private static final int PAGE_SIZE = 50;

  private final Object lock = new Object();
  private final CloudState state = new CloudState();
  private final Evidence evidence = new Evidence();
  private final Weather weather;
  private final InstantSource clock;
  private final CloudGate gate;

  /** A cloud whose calls take no time. */
  public HostileCloud(Faults faults, RandomGenerator random, InstantSource clock) {
    this(faults, random, clock, duration -> {});
  }

  public HostileCloud(Faults faults, RandomGenerator random, InstantSource clock, Passage passage) {
    this.weather = new Weather(faults, random);
    this.clock = clock;
    this.gate = new CloudGate(lock, state, weather, evidence, clock, passage);
  }

  /** What was done to this cloud. */
  public Evidence evidence() {
    return evidence;
  }

  /** What happens to this cloud behind the engine's back. */
  public Saboteur saboteur() {
    return new Saboteur(lock, state, weather, clock);
  }

  /** From now on it behaves like this, for instance well, so that everything can settle. */
  public void become(Faults faults) {
    synchronized (lock) {
      weather.become(faults);
    }
  }

  InstantSource clock() {
    return clock;
  }

  /** The object with the id, if it is shown. */
  public Optional<Shown> describe(Place place, String id) {
    return gate.read(
        place,
        now -> state.withId(place, id).flatMap(object -> object.read(now, weather)),
        Optional.empty());
  }

  /** All objects with the name that are shown, oldest first. */
  public List<Shown> named(Place place, Kind kind, String name) {
    return gate.read(
        place,
        now -> {
          List<Shown> found = new ArrayList<>(1);
          for (CloudObject object : state.named(place, kind, name)) {
            object.read(now, weather).ifPresent(found::add);
          }
          return found;
        },
        List.of());
  }

  /** One page of the objects of a kind that are shown with the tag. */
  public Page list(Place place, Kind kind, String tag, String value, Optional<String> pageToken) {
    return gate.read(
        place,
        now -> {
          List<Shown> items = new ArrayList<>();
          Long from = pageToken.map(Long::valueOf).orElse(0L);
          for (var entry : state.listed(place, kind, now).tailMap(from, false).entrySet()) {
            if (items.size() == PAGE_SIZE) {
              return new Page(items, Optional.of(from.toString()));
            }
            entry
                .getValue()
                .read(now, weather)
                .filter(shown -> value.equals(shown.tags().get(tag)))
                .ifPresent(items::add);
            from = entry.getKey();
          }
          return new Page(items, Optional.empty());
        },
        new Page(List.of(), Optional.empty()));
  }

  /**
   * Makes an object.
   *
   * @throws CloudFailure of {@link Reason#CONFLICT} if the name is taken, whether readers can see
   *     by what or not; of {@link Reason#NOT_FOUND} if the parent is not there
   */
  public Shown create(Place place, Order order) {
    return gate.write(place, now -> make(place, order, now).truth(now));
  }

  /** Changes the settings that are given; the others stay. */
  public Shown modify(Place place, String id, Map<String, Object> changes, String uid) {
    return gate.write(
        place,
        now -> {
          CloudObject target = present(place, id, now);
          refuseWhileDeleting(target);
          refuseWhileBusy(target, now);
          evidence.written(target, uid, "change", Instant.ofEpochMilli(now));
          Map<String, Object> wanted = new HashMap<>(target.settings.truth());
          wanted.putAll(changes);
          long done = now + (target.kind.slow() ? weather.workTime() : 0);
          target.work(done);
          target.settings.write(target.kind.normalise(wanted), done, done + weather.lag());
          return target.truth(now);
        });
  }

  /** Sets the tags that are given; the others stay. */
  public Shown tag(Place place, String id, Map<String, String> changes, String uid) {
    return gate.write(
        place,
        now -> {
          CloudObject target = present(place, id, now);
          refuseWhileDeleting(target);
          evidence.written(target, uid, "tagging", Instant.ofEpochMilli(now));
          Map<String, String> wanted = new HashMap<>(target.tags.truth());
          wanted.putAll(changes);
          target.tags.write(Map.copyOf(wanted), now, now + weather.lag());
          return target.truth(now);
        });
  }

  /**
   * Deletes an object, or begins to.
   *
   * @throws CloudFailure of {@link Reason#NOT_FOUND} if it is gone; of {@link Reason#INVALID} if it
   *     has children
   */
  public void delete(Place place, String id, String uid) {
    gate.write(
        place,
        now -> {
          CloudObject target = present(place, id, now);
          refuseWhileBusy(target, now);
          for (CloudObject child : target.children) {
            if (child.stands(now)) {
              throw new CloudFailure(Reason.INVALID, id + " still has " + child.id);
            }
          }
          evidence.deleted(target, uid, Instant.ofEpochMilli(now));
          target.delete(now, target.kind.slow() ? weather.workTime() / 2 : 0, weather.lag());
          return id;
        });
  }

  /** What lives for the uid in truth, whatever readers are shown; children are not counted. */
  public List<Shown> live(String uid) {
    synchronized (lock) {
      long now = gate.catchUp();
      List<Shown> live = new ArrayList<>(1);
      for (CloudObject object : state.madeFor(uid)) {
        if (object.parent == null && object.lives()) {
          live.add(object.truth(now));
        }
      }
      return live;
    }
  }

  /** All that stands, children too, and was made for a uid that is not known: leaks. */
  public List<Shown> leaks(Predicate<String> knownUid) {
    synchronized (lock) {
      long now = gate.catchUp();
      List<Shown> leaks = new ArrayList<>();
      for (CloudObject object : state.all()) {
        if (!object.maker.isEmpty() && object.stands(now) && !knownUid.test(object.maker)) {
          leaks.add(object.truth(now));
        }
      }
      return leaks;
    }
  }

  /** What stands under the name in truth, whoever made it. */
  public List<Shown> standing(String name) {
    synchronized (lock) {
      long now = gate.catchUp();
      List<Shown> standing = new ArrayList<>(1);
      for (CloudObject object : state.all()) {
        if (object.name.equals(name) && object.stands(now)) {
          standing.add(object.truth(now));
        }
      }
      return standing;
    }
  }

  /** Whether no effect of an earlier call is still to come. */
  public boolean quiet() {
    synchronized (lock) {
      gate.catchUp();
      return state.quiet();
    }
  }

  /** Whether an application can sign in to what lives for the uid. */
  public boolean signsIn(String uid, Credentials credentials) {
    synchronized (lock) {
      gate.catchUp();
      for (CloudObject object : state.madeFor(uid)) {
        if (object.lives() && object.credentials.filter(credentials::equals).isPresent()) {
          return true;
        }
      }
      return false;
    }
  }

  private CloudObject make(Place place, Order order, long now) {
    @Nullable CloudObject parent =
        order.parent().isPresent() ? present(place, order.parent().get(), now) : null;
    Optional<CloudObject> repeated =
        order.token().flatMap(state::madeWith).filter(CloudObject::lives);
    if (repeated.isPresent()) {
      return repeated.get();
    }
    if (order.kind().uniqueNames()) {
      for (CloudObject other : state.named(place, order.kind(), order.name())) {
        if (other.stands(now)) {
          throw new CloudFailure(Reason.CONFLICT, order.name() + " already exists");
        }
      }
    }
    long number = state.nextSerial();
    CloudObject made =
        new CloudObject(
            place,
            order,
            order.kind().id(number),
            parent,
            now,
            weather.lag(),
            order.kind().slow() ? weather.workTime() : 0);
    if (order.kind().slow() && weather.workFails()) {
      made.fail("insufficient capacity in the zone");
    }
    state.add(made, number, order.token().orElse(null));
    evidence.made(made, state.madeFor(order.uid()), Instant.ofEpochMilli(now));
    return made;
  }

  private CloudObject present(Place place, String id, long now) {
    return state
        .withId(place, id)
        .filter(object -> object.stands(now))
        .orElseThrow(() -> new CloudFailure(Reason.NOT_FOUND, id + " does not exist"));
  }

  private void refuseWhileDeleting(CloudObject target) {
    if (!target.lives()) {
      throw new CloudFailure(Reason.BUSY, target.id + " is being deleted");
    }
  }

  private void refuseWhileBusy(CloudObject target, long now) {
    if (target.working(now) && weather.busy()) {
      throw new CloudFailure(Reason.BUSY, target.id + " is being worked on");
    }
  }
}
