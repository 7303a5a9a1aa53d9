package dev.automat.stack;

import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A stack and what became of it: all that is said of it as a whole is derived from its members.
 *
 * @param members those that hold their names, by name: also tombstones, and those that were removed
 *     from the spec
 */
public record StackState(Stack stack, List<Resource> members) {

  public StackState {
    members = List.copyOf(members);
  }

  /** What a member is called in the spec of its stack. */
  public static String memberOf(Resource resource) {
    return resource.stay().member().map(in -> in.memberOf(resource.key())).orElse("");
  }

  /** The member that holds a name now. */
  public Optional<Resource> holder(ResourceKey key) {
    return members.stream().filter(member -> member.key().equals(key)).findFirst();
  }

  /** Members that are there. */
  public List<Resource> alive() {
    return members.stream().filter(member -> !member.isTombstone()).toList();
  }

  /**
   * Members that are there, and that the spec names with the kind that they have. Of a stack that
   * is deleted: as they last stood.
   */
  public List<Resource> wanted() {
    return members.stream()
        .filter(member -> isNamed(member) && !isRemoved(member) && !isReplaced(member))
        .toList();
  }

  private boolean isNamed(Resource member) {
    return stack.spec().path("resources").has(memberOf(member));
  }

  /**
   * Whether one of another kind was made in its place. Which kind the spec names is seen by which
   * was made last, since a spec may call it by its plural, which only a catalogue knows.
   */
  private boolean isReplaced(Resource member) {
    return members.stream()
        .anyMatch(
            other ->
                other.key().name().equals(member.key().name())
                    && other.times().accepted().isAfter(member.times().accepted()));
  }

  /** Whether it was taken out of the spec, and so goes by itself while the stack stays. */
  private boolean isRemoved(Resource member) {
    return stack.want() == Want.PRESENT && member.want() == Want.DELETED;
  }

  /** Whether all of it is gone. */
  public boolean isTombstone() {
    return alive().isEmpty();
  }

  /** Whether nothing holds a name of it any more. */
  public boolean isForgotten() {
    return members.isEmpty();
  }

  /** Whether it went, or is going, because its time was up. */
  public boolean hasExpired() {
    return stack.want() == Want.PRESENT
        && members.stream().anyMatch(member -> member.want() == Want.EXPIRED);
  }

  /** Whether all of it is to go, or a part of it went because its time is up. */
  public boolean isEnding() {
    return stack.want().absent() || hasExpired();
  }

  /** When the last of it was seen gone. */
  public Optional<Instant> deleted() {
    return isTombstone()
        ? members.stream()
            .flatMap(member -> member.times().deleted().stream())
            .max(Comparator.naturalOrder())
        : Optional.empty();
  }

  /** Those in quarantine. */
  public List<Resource> quarantined() {
    return alive().stream()
        .filter(member -> member.stay().quarantine().isPresent() && !member.want().absent())
        .toList();
  }

  /** The pause that holds now: all members have the same. */
  public Optional<Stay.Pause> pausedAt(Instant now) {
    return wanted().stream().flatMap(member -> member.stay().pausedAt(now).stream()).findFirst();
  }

  /** The worst of the members. */
  public Phase phase() {
    if (isTombstone()) {
      return Phase.Deleted;
    }
    if (isEnding() && quarantined().isEmpty()) {
      return Phase.Deleting;
    }
    return wanted().stream()
        .map(Resource::phase)
        .min(Comparator.comparing(StackState::badness))
        .orElse(Phase.Deleting);
  }

  /** From the worst on: the first that is there says how the whole is. */
  private static int badness(Phase phase) {
    return switch (phase) {
      case Failed -> 0;
      case Quarantined -> 1;
      case Deleting, Deleted -> 2;
      case Degraded -> 3;
      case Pending -> 5;
      case Provisioning -> 4;
      case Updating -> 6;
      case Expiring -> 7;
      case Ready -> 8;
    };
  }

  /** The newest generation that the cloud was seen to have of all. */
  public long observedGeneration() {
    boolean all =
        wanted().stream()
            .allMatch(member -> member.status().observedGeneration() >= member.generation());
    return all ? stack.generation() : stack.generation() - 1;
  }
}
