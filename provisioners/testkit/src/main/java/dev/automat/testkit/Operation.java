package dev.automat.testkit;

/** The operations of {@link dev.automat.spi.ResourceType} that reach the cloud. */
public enum Operation {
  OBSERVE,
  CREATE,
  UPDATE,
  DELETE,
  LIST;

  /** Whether the operation may change what stands in the cloud. */
  public boolean writes() {
    return this == CREATE || this == UPDATE || this == DELETE;
  }
}
