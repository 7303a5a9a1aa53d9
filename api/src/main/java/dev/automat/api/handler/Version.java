package dev.automat.api.handler;

import java.util.Optional;

/** Which Automat this is. */
public final class Version {

  private Version() {}

  /** From the jar's manifest; {@code development} when run from classes. */
  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
