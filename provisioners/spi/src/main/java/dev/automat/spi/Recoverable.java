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
   * Makes the copy, or goes on making it. The engine asks before it deletes, until it is taken, and
   * only then: sessions that are open may be ended for it.
   *
   * @param name of the snapshot, unique in the account, the same at every repeat: lowercase
   *     letters, digits and single hyphens, first a letter, at most 63 characters
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if the resource is not ours, or
   *     what has the name is no snapshot of it
   */
  Copy snapshot(ResourceRef ref, String name);

  /**
   * As {@link ResourceType#create}, but with the data of the snapshot: other uid, other name, other
   * credentials. What exists already and is ours is success, whether or not it was made of the
   * snapshot: the name holds the uid, so nothing else can have made it.
   *
   * <p>Asked again until it answers {@link Outcome.Finished}, also once {@link
   * ResourceType#observe} shows it: some clouds take the settings and the password only after they
   * have put the data back, and it is the repeat that writes them. Only then are settings, tags and
   * credentials those that are desired; what the snapshot held of grants of {@link Bindable} is
   * gone.
   *
   * @throws ProvisionerException with {@link ErrorCode#SNAPSHOT_GONE} if there is no such snapshot
   *     and nothing was made of it yet; with {@link ErrorCode#FOREIGN} if it is not ours
   */
  Outcome restore(Desired desired, String snapshotId);

  /**
   * Says that nothing of the data is to be kept, whatever the settings said: a deletion that makes
   * a copy by itself must not make it, and copies of it that were begun go. The engine asks each
   * time before it deletes what a person let go without a copy, and never where a copy is kept that
   * it knows of. What is gone already is success. To be implemented by types whose deletion makes
   * copies.
   *
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if the resource is not ours
   */
  default void leaveNothing(ResourceRef ref) {}

  /**
   * Whether the snapshot is still there, and ours.
   *
   * @param snapshotId as {@link Copy.Taken} gave it; or the name that {@link #snapshot} was asked
   *     for, where a copy was declined and nobody knows whether a call began it
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
     * There is no copy and will be none: the resource is gone, never held data, or is set to leave
     * nothing.
     *
     * @param why for a person
     */
    record Nothing(String why) implements Copy {}
  }
}
