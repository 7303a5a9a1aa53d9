package dev.automat.resource;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One incarnation of a resource, as stored.
 *
 * @param uid immutable and never used again
 * @param generation counts the accepted changes of spec and labels, from 1
 * @param spec as the person wrote it, for ever
 * @param plan what admission made of it
 * @param origin who wrote it last, and through what
 * @param createdBy who wrote it first
 * @param recreate whether a person has asked to make it anew, should it be missing
 * @param nudgedAt when a person last asked the engine to look
 * @param lastEvent sequence of its newest event
 * @param bound whether it has bindings, or had some that are still looked for
 * @param stay what was decided of its life
 */
public record Resource(
    String uid,
    ResourceKey key,
    long generation,
    Map<String, String> labels,
    JsonNode spec,
    Plan plan,
    Origin origin,
    String createdBy,
    Times times,
    Want want,
    Phase phase,
    Status status,
    Work work,
    Lease lease,
    boolean recreate,
    Optional<Instant> nudgedAt,
    long lastEvent,
    boolean bound,
    Stay stay) {

  /** One of whose life nothing was decided yet. */
  public Resource(
      String uid,
      ResourceKey key,
      long generation,
      Map<String, String> labels,
      JsonNode spec,
      Plan plan,
      Origin origin,
      String createdBy,
      Times times,
      Want want,
      Phase phase,
      Status status,
      Work work,
      Lease lease,
      boolean recreate,
      Optional<Instant> nudgedAt,
      long lastEvent,
      boolean bound) {
    this(
        uid,
        key,
        generation,
        labels,
        spec,
        plan,
        origin,
        createdBy,
        times,
        want,
        phase,
        status,
        work,
        lease,
        recreate,
        nudgedAt,
        lastEvent,
        bound,
        Stay.NONE);
  }

  /** One without bindings. */
  public Resource(
      String uid,
      ResourceKey key,
      long generation,
      Map<String, String> labels,
      JsonNode spec,
      Plan plan,
      Origin origin,
      String createdBy,
      Times times,
      Want want,
      Phase phase,
      Status status,
      Work work,
      Lease lease,
      boolean recreate,
      Optional<Instant> nudgedAt,
      long lastEvent) {
    this(
        uid,
        key,
        generation,
        labels,
        spec,
        plan,
        origin,
        createdBy,
        times,
        want,
        phase,
        status,
        work,
        lease,
        recreate,
        nudgedAt,
        lastEvent,
        false);
  }

  public Resource {
    labels = Map.copyOf(labels);
  }

  /** Whether it is a tombstone: seen gone for good. */
  public boolean isTombstone() {
    return times.deleted().isPresent();
  }

  /** The version of spec and labels, {@code <uid>-<generation>}: what an ETag holds. */
  public String version() {
    return uid + "-" + generation;
  }

  /** As it stands after an intent was recorded. */
  public Resource begun(
      Phase begunPhase, Status begunStatus, Work begunWork, boolean stillRecreate) {
    return new Resource(
        uid,
        key,
        generation,
        labels,
        spec,
        plan,
        origin,
        createdBy,
        times,
        want,
        begunPhase,
        begunStatus,
        begunWork,
        lease,
        stillRecreate,
        nudgedAt,
        lastEvent,
        bound,
        stay);
  }

  /** The same, of whose life that was decided. */
  public Resource with(Stay decided) {
    return new Resource(
        uid,
        key,
        generation,
        labels,
        spec,
        plan,
        origin,
        createdBy,
        times,
        want,
        phase,
        status,
        work,
        lease,
        recreate,
        nudgedAt,
        lastEvent,
        bound,
        decided);
  }

  /** The same with another end. */
  public Resource ending(Optional<Instant> expires) {
    return new Resource(
        uid,
        key,
        generation,
        labels,
        spec,
        plan,
        origin,
        createdBy,
        new Times(
            times.firstSeen(),
            times.accepted(),
            times.ready(),
            times.deleteRequested(),
            times.deleted(),
            expires),
        want,
        phase,
        status,
        work,
        lease,
        recreate,
        nudgedAt,
        lastEvent,
        bound,
        stay);
  }

  /** {@code provisioner/account}, by which calls are limited and held. */
  public String account() {
    return plan.placement().provisioner() + "/" + plan.placement().account();
  }
}
