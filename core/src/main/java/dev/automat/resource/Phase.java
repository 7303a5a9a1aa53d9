package dev.automat.resource;

/** One word for people, derived from the rest of the record. */
public enum Phase {
  Pending,
  Provisioning,
  Ready,
  Updating,
  /** It was ready and something is wrong now. */
  Degraded,
  /** It can not be made as it stands; the conditions say why. */
  Failed,
  /** Ready, and its expiry has been announced. */
  Expiring,
  /** Its time is up: nobody can reach it, and its data are kept for a while. */
  Quarantined,
  Deleting,
  Deleted
}
