package dev.automat.resource;

import java.time.Instant;

/**
 * The place of a resource in the work queue, which is the row itself.
 *
 * @param epoch raised by one at each claim; what was decided under another epoch is not written
 * @param dueAt when it may be claimed next; while claimed, the end of the lease
 * @param leasedUntil the end of the last lease
 * @param wake whether something happened since the claim, so that it is due again at completion
 */
public record Lease(long epoch, Instant dueAt, Instant leasedUntil, boolean wake) {

  /** As {@code dueAt}: not until somebody wakes it. The latest instant that can be stored. */
  public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59.999999Z");
}
