package dev.automat.spi;

import java.time.Duration;

/**
 * A capability of a {@link ResourceType}: a copy of the data can be kept when the resource goes,
 * and another resource be made of it.
 *
 * <p>The rules of {@link ResourceType} hold: each call blocks, ends before {@link
 * ResourceType#CALL_DEADLINE}, may be repeated at any time, and throws nothing but {@link
 * ProvisionerException}. A type that implements it declares {@link
 * TypeDescriptor.Ability#RECOVERY}, and only then is asked. A snapshot carries the identity tags of
 * what it was made of, outlives {@link ResourceType#delete}, and is no part of what {@link
 * ResourceType#list} shows.
 */
public interface Recoverable {

  /**
   * Makes the copy, or goes on making it. The engine asks before it deletes, until it is taken.
   *
   * @param name of the snapshot, unique in the account; the same at every repeat
   */
  Copy snapshot(ResourceRef ref, String name);

  /**
   * As {@link ResourceType#create}, but with the data of the snapshot: other uid, other name, other
   * credentials. What exists already and is ours is success, whether or not it was made of the
   * snapshot: the name holds the uid, so nothing else can have made it.
   *
   * @throws ProvisionerException with {@link ErrorCode#SNAPSHOT_GONE} if there is no such snapshot
   */
  Outcome restore(Desired desired, String snapshotId);

  /**
   * Whether the snapshot is still there.
   *
   * @param snapshotId as {@link Copy.Taken} gave it
   */
  boolean snapshotExists(Scope scope, String snapshotId);

  /**
   * Deletes the snapshot. What is gone is success; what is not ours is {@link ErrorCode#FOREIGN}.
   */
  void discard(Scope scope, String snapshotId);

  /** How far a snapshot is. */
  sealed interface Copy {

    /**
     * It is complete.
     *
     * @param snapshotId the cloud's id or name of it, with which it is restored and discarded
     */
    record Taken(String snapshotId) implements Copy {}

    /**
     * The cloud is still working.
     *
     * @param step what it is doing, for a person
     * @param pollAfter when to ask again, at least one second
     */
    record Working(String step, Duration pollAfter) implements Copy {}

    /**
     * There is nothing to copy: the resource is gone, or never held data.
     *
     * @param why for a person
     */
    record Nothing(String why) implements Copy {}
  }
}
