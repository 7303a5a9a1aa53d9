package dev.automat.resource;

/** Whether a resource is to be. */
public enum Want {
  /** Make it and keep it. */
  PRESENT,
  /** Its owner asked for its end. */
  DELETED,
  /** Its lifetime ended. */
  EXPIRED;

  /** Whether it is to be gone. */
  public boolean absent() {
    return this != PRESENT;
  }
}
