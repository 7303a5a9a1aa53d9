package dev.automat.team;

import dev.automat.cost.Reservation;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import java.util.List;
import java.util.Optional;

/** Keeps offers, and carries them out. Each method is one transaction. Rows are never removed. */
public interface TransferRecords {

  Optional<Transfer> byUid(String uid);

  /** Those that a team gives or is given, the newest first. */
  List<Transfer> of(String team, int limit);

  /** The offer of a resource that stands, or that nobody answered in time. */
  Optional<Transfer> openFor(String resource);

  /**
   * Adds an offer, with a line in the resource's timeline. What was offered before and nobody
   * answered in time makes room for it.
   *
   * @return whether the giver still had the resource, and no other offer of it stood
   */
  boolean offer(Transfer transfer, Event.Draft event);

  /**
   * Ends an offer without a change of the resource, with a line in its timeline.
   *
   * @param ended the offer as it is then
   * @return whether it still stood
   */
  boolean end(Transfer ended, Event.Draft event);

  /** Gives the resource to the other team. */
  Outcome accept(Acceptance acceptance);

  /**
   * What an accepted offer changes.
   *
   * @param accepted the offer as it is then
   * @param generation of the resource that this was planned on
   * @param plan for the new team
   * @param reservation the room that it needs there; empty: nothing limits it
   * @param howToChangeShared how a person changes the one secret that the cloud made for all who
   *     are bound; empty: its type has none
   */
  record Acceptance(
      Transfer accepted,
      long generation,
      Plan plan,
      Origin origin,
      Event.Draft event,
      Optional<Reservation> reservation,
      Optional<String> howToChangeShared) {

    /** Where nothing limits it, of a type that has no secret of all. */
    public Acceptance(
        Transfer accepted, long generation, Plan plan, Origin origin, Event.Draft event) {
      this(accepted, generation, plan, origin, event, Optional.empty(), Optional.empty());
    }

    /** What it is called then. */
    public ResourceKey target() {
      return new ResourceKey(accepted.to(), accepted.key().kind(), accepted.key().name());
    }
  }

  /**
   * What became of the secrets of its bindings.
   *
   * @param rotating the consumers that get new ones, so that what the giving team has read ends
   * @param unchanged the consumers that have the one secret that the cloud made for all
   */
  record Renewed(List<String> rotating, List<String> unchanged) {

    public Renewed {
      rotating = List.copyOf(rotating);
      unchanged = List.copyOf(unchanged);
    }
  }

  /** What became of it. */
  sealed interface Outcome {

    /**
     * @param warnings limits of the receiving team that it goes beyond, and may
     */
    record Moved(Resource resource, Renewed secrets, List<Violation> warnings) implements Outcome {

      public Moved {
        warnings = List.copyOf(warnings);
      }
    }

    /** Something of that kind has the name in the new team. Nothing was changed. */
    record NameTaken() implements Outcome {}

    /** The new team has no room for it. Nothing was changed. */
    record Refused(List<Violation> violations) implements Outcome {}

    /** Offer or resource were changed meanwhile. Nothing was changed. */
    record Lost() implements Outcome {}
  }
}
