package dev.automat.spi;

import java.util.Map;

/** An opened plugin. Safe for use by many threads at once. */
public interface Provisioner extends AutoCloseable {

  /**
   * The operations of each type, by {@link TypeDescriptor#type()}: exactly the types that the
   * plugin declares.
   */
  Map<String, ResourceType> types();

  /**
   * Gives back clients and connections within five seconds. What was made in the cloud stays.
   * Closing twice is closing once.
   */
  @Override
  default void close() {}
}
