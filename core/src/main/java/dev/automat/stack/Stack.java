package dev.automat.stack;

import dev.automat.resource.Membership;
import dev.automat.resource.Origin;
import dev.automat.resource.Want;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A stack, as stored. What it is like now is that of its members: {@link StackState}.
 *
 * @param uid immutable and never used again
 * @param generation counts the accepted changes of spec and labels, from 1
 * @param revision counts all writes of it
 * @param spec as the person wrote it, for ever
 * @param origin who wrote it last, and through what
 * @param createdBy who wrote it first
 * @param expires when all members are taken back
 * @param want {@link Want#DELETED} once somebody asked for its end; that a lifetime is over shows
 *     in the members
 * @param restoredFrom uid of the stack with whose data it was made
 */
public record Stack(
    String uid,
    StackKey key,
    long generation,
    long revision,
    Map<String, String> labels,
    JsonNode spec,
    Origin origin,
    String createdBy,
    Instant createdAt,
    Optional<Instant> expires,
    Want want,
    Optional<String> restoredFrom) {

  public Stack {
    labels = Map.copyOf(labels);
  }

  /** The version of spec and labels, {@code <uid>-<generation>}: what an ETag holds. */
  public String version() {
    return uid + "-" + generation;
  }

  /** What its members are told of it. */
  public Membership membership() {
    return new Membership(uid, key.name());
  }

  /** Of another spec. */
  public Stack changed(
      Map<String, String> newLabels, JsonNode newSpec, Origin by, Optional<Instant> newEnd) {
    return new Stack(
        uid,
        key,
        generation + 1,
        revision,
        newLabels,
        newSpec,
        by,
        createdBy,
        createdAt,
        newEnd,
        want,
        restoredFrom);
  }

  /** With another end, and otherwise as it is. */
  public Stack ending(Optional<Instant> newEnd) {
    return standing(newEnd, want);
  }

  /** Whose end somebody asked for. */
  public Stack deleted() {
    return standing(expires, Want.DELETED);
  }

  private Stack standing(Optional<Instant> newEnd, Want newWant) {
    return new Stack(
        uid,
        key,
        generation,
        revision,
        labels,
        spec,
        origin,
        createdBy,
        createdAt,
        newEnd,
        newWant,
        restoredFrom);
  }
}
