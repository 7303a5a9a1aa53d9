package dev.automat.testkit;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Copies of databases, in memory: sound but for one flaw. */
record FlawedSnapshots(ResourceType sound, FlawedTenants tenants) implements Recoverable {

  /**
   * A copy.
   *
   * @param settings of what it was made of
   * @param asked how often its maker asked for it: it is complete the second time
   */
  record Snapshot(
      Map<String, String> tags,
      Map<String, Object> settings,
      TreeSet<String> data,
      String password,
      int asked) {}

  private boolean has(LifeFlaw flaw) {
    return tenants.has(flaw);
  }

  private Map<String, Snapshot> all() {
    return tenants.snapshots();
  }

  private void requireReachable() {
    if (!has(LifeFlaw.WHAT_IS_NOT_REACHED_IS_NO_SNAPSHOT)) {
      tenants.requireReachable();
    }
  }

  @Override
  public Copy snapshot(ResourceRef ref, String name) {
    requireReachable();
    Snapshot standing = all().get(name);
    if (standing != null) {
      requireOurs(standing.tags(), ref);
      if (has(LifeFlaw.A_REPEAT_MAKES_ANOTHER_COPY) && standing.asked() > 0) {
        all().put(name + all().size(), standing);
        return new Copy.Taken(name + (all().size() - 1));
      }
      all()
          .put(
              name,
              new Snapshot(
                  standing.tags(),
                  standing.settings(),
                  standing.data(),
                  standing.password(),
                  standing.asked() + 1));
      return new Copy.Taken(name);
    }
    return switch (sound.observe(ref)) {
      case Present present -> begin(ref, name, present);
      case dev.automat.spi.Observation.Absent _ -> new Copy.Nothing("it is gone");
      case dev.automat.spi.Observation.Foreign foreign -> {
        if (has(LifeFlaw.COPIES_WHAT_IS_NOT_OURS)) {
          yield new Copy.Taken(name);
        }
        throw BrokenType.refusal(ErrorCode.FOREIGN, foreign.message());
      }
    };
  }

  private Copy begin(ResourceRef ref, String name, Present present) {
    all()
        .put(
            name,
            new Snapshot(
                OwnershipTags.of(ref),
                present.settings(),
                new TreeSet<>(tenants.data(ref.uid())),
                tenants.password(ref.uid()),
                0));
    return new Copy.Working("copying", Duration.ofSeconds(1));
  }

  private void requireOurs(Map<String, String> tags, ResourceRef ref) {
    if (OwnershipTags.ownerOf(tags, ref) == Owner.FOREIGN
        && !has(LifeFlaw.COPIES_WHAT_IS_NOT_OURS)) {
      throw BrokenType.refusal(ErrorCode.FOREIGN, "the snapshot is another's");
    }
  }

  private boolean isOurs(String id, Scope scope) {
    Snapshot standing = all().get(id);
    return standing != null
        && scope.installation().equals(standing.tags().get(OwnershipTags.INSTALLATION));
  }

  @Override
  public Outcome restore(Desired desired, String snapshotId) {
    requireReachable();
    Snapshot from = all().get(snapshotId);
    if (from == null) {
      if (has(LifeFlaw.RESTORES_WHAT_IS_GONE_EMPTY)) {
        return sound.create(desired);
      }
      throw BrokenType.refusal(ErrorCode.SNAPSHOT_GONE, snapshotId + " is gone");
    }
    if (!isOurs(snapshotId, desired.ref().scope()) && !has(LifeFlaw.RESTORES_WHAT_IS_NOT_OURS)) {
      throw BrokenType.refusal(ErrorCode.FOREIGN, snapshotId + " is another's");
    }
    Outcome outcome = sound.create(flawed(desired, from));
    String uid = desired.ref().uid();
    tenants.moveIn(
        uid,
        has(LifeFlaw.RESTORES_THE_OLD_PASSWORD)
            ? from.password()
            : desired.credentials().orElseThrow().password());
    if (!has(LifeFlaw.RESTORES_IT_EMPTY)) {
      tenants.data(uid).addAll(from.data());
    }
    if (has(LifeFlaw.RESTORES_IT_TO_QUARANTINE)) {
      tenants.shut(uid);
    }
    return outcome;
  }

  private Desired flawed(Desired desired, Snapshot from) {
    Map<String, String> tags = new TreeMap<>(desired.tags());
    if (has(LifeFlaw.RESTORES_THE_OLD_TAGS)) {
      tags.remove(OwnershipTags.INSTALLATION);
    }
    return new Desired(
        desired.ref(),
        has(LifeFlaw.RESTORES_THE_OLD_SETTINGS) ? from.settings() : desired.settings(),
        tags,
        desired.credentials(),
        desired.idempotencyToken());
  }

  @Override
  public void leaveNothing(ResourceRef ref) {
    if (has(LifeFlaw.WHAT_IS_LET_GO_LEAVES_A_COPY)) {
      all()
          .put(
              "left-" + ref.uid(),
              new Snapshot(OwnershipTags.of(ref), Map.of(), new TreeSet<>(), "", 1));
    }
  }

  @Override
  public boolean snapshotExists(Scope scope, String snapshotId) {
    requireReachable();
    return isOurs(snapshotId, scope);
  }

  @Override
  public void discard(Scope scope, String snapshotId) {
    tenants.requireReachable();
    boolean there = all().containsKey(snapshotId);
    if (there && !isOurs(snapshotId, scope) && !has(LifeFlaw.DISCARDS_WHAT_IS_NOT_OURS)) {
      throw BrokenType.refusal(ErrorCode.FOREIGN, snapshotId + " is another's");
    }
    if (!there && has(LifeFlaw.A_SECOND_DISCARD_FAILS)) {
      throw BrokenType.refusal(ErrorCode.INTERNAL, snapshotId + " is not there");
    }
    all().remove(snapshotId);
  }

  static List<String> lines(Map<String, Snapshot> all, String uid) {
    return all.entrySet().stream()
        .filter(each -> uid.equals(each.getValue().tags().get(OwnershipTags.UID)))
        .map(each -> each.getKey() + each.getValue().tags())
        .toList();
  }
}
