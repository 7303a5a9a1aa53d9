package dev.automat.store;

import dev.automat.cost.Reservation;
import dev.automat.resource.Event;
import dev.automat.resource.Membership;
import dev.automat.resource.Origin;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A change of what is asked for. Each makes the resource due now, and writes its event with it. */
public sealed interface Write {

  ResourceKey key();

  Event.Draft event();

  /** The room that it needs in the limits of its team; empty: nothing limits it. */
  default Optional<Reservation> reservation() {
    return Optional.empty();
  }

  /**
   * A new incarnation.
   *
   * @param resource as it is to be stored; its {@code lastEvent} is ignored
   * @param overTombstone uid of the tombstone that holds the key now; empty: the key must be free
   */
  record Create(
      Resource resource,
      Optional<String> overTombstone,
      Event.Draft event,
      Optional<Reservation> reservation)
      implements Write {

    /** Whose data it is made with, if that is not the tombstone that holds the key. */
    Optional<String> earlier() {
      return resource
          .stay()
          .restoredFrom()
          .map(Stay.Source::uid)
          .filter(uid -> !overTombstone.equals(Optional.of(uid)));
    }

    /** The same within the limits of its team. */
    public Create within(Optional<Reservation> room) {
      return new Create(resource, overTombstone, event, room);
    }

    /**
     * The same as a member of a stack.
     *
     * @param end of all of it
     */
    public Create in(Membership stack, Optional<Instant> end) {
      return new Create(
          resource.with(resource.stay().in(stack)).ending(end),
          overTombstone,
          new Event.Draft(
              event.at(),
              event.level(),
              event.reason(),
              event.message() + ", as a member of the stack " + stack.stack(),
              event.notice(),
              event.end()),
          reservation);
    }

    /** The same, made in the cloud only once the pause of its stack is over. */
    public Create under(Optional<Stay.Pause> pause) {
      return new Create(
          resource.with(resource.stay().under(pause)), overTombstone, event, reservation);
    }

    /** Where nothing limits it. */
    public Create(Resource resource, Optional<String> overTombstone, Event.Draft event) {
      this(resource, overTombstone, event, Optional.empty());
    }

    @Override
    public ResourceKey key() {
      return resource.key();
    }
  }

  /**
   * Another spec, labels or plan: the generation goes up by one.
   *
   * @param uid and {@code generation} that this change was based on
   */
  record Change(
      ResourceKey key,
      String uid,
      long generation,
      Map<String, String> labels,
      JsonNode spec,
      Plan plan,
      Origin origin,
      Optional<Instant> expires,
      Event.Draft event,
      Optional<Reservation> reservation)
      implements Write {

    /** The same with another end. */
    public Change ending(Optional<Instant> end) {
      return new Change(key, uid, generation, labels, spec, plan, origin, end, event, reservation);
    }

    /** Where nothing limits it. */
    public Change(
        ResourceKey key,
        String uid,
        long generation,
        Map<String, String> labels,
        JsonNode spec,
        Plan plan,
        Origin origin,
        Optional<Instant> expires,
        Event.Draft event) {
      this(key, uid, generation, labels, spec, plan, origin, expires, event, Optional.empty());
    }
  }

  /**
   * The end of a resource that is to be present. The generation stays.
   *
   * @param want {@link Want#DELETED} or {@link Want#EXPIRED}
   * @param expires the expiry that this end was decided on; it must still be the stored one. Empty:
   *     not compared
   * @param claim the epoch of the claim under which it was decided, which must still be held with
   *     nothing said since. Empty: not compared
   * @param withoutSnapshot whether nothing of its data is kept
   */
  record End(
      ResourceKey key,
      String uid,
      long generation,
      Want want,
      Instant at,
      Optional<Instant> expires,
      Event.Draft event,
      Optional<Long> claim,
      boolean withoutSnapshot)
      implements Write {

    /** Decided under no claim, with a copy of its data if there can be one. */
    public End(
        ResourceKey key,
        String uid,
        long generation,
        Want want,
        Instant at,
        Optional<Instant> expires,
        Event.Draft event) {
      this(key, uid, generation, want, at, expires, event, Optional.empty(), false);
    }
  }

  /**
   * A later expiry, without a change of what is asked for: the generation stays.
   *
   * @param from the expiry that it is moved from; it must still be the stored one
   */
  record Extend(
      ResourceKey key, String uid, Instant from, Instant expires, Instant at, Event.Draft event)
      implements Write {}

  /**
   * A decision about its life that changes neither what is asked for nor the generation. It is lost
   * if its {@link Steering} does not fit what stands.
   */
  record Steer(ResourceKey key, String uid, Steering steering, Instant at, Event.Draft event)
      implements Write {}

  /**
   * A person's wish to have the engine look now.
   *
   * @param recreate also make anew what is missing
   */
  record Nudge(ResourceKey key, String uid, boolean recreate, Instant at, Event.Draft event)
      implements Write {}
}
