package dev.automat.testkit.wire;

/**
 * One header of a call or an answer, as it was written.
 *
 * @param name its name; its case means nothing
 * @param value what stands after the colon
 */
public record Header(String name, String value) {

  /** Whether it has that name. */
  public boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }
}
