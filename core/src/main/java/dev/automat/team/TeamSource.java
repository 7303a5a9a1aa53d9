package dev.automat.team;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A file that teams come from.
 *
 * @param name whose export it is; teams that come from it are kept by {@code sync:NAME}
 * @param every how long between two looks at it
 * @param issuer who vouches for the people whom a Backstage file names; empty if nobody said
 */
public record TeamSource(String name, Path file, Duration every, String issuer) {

  /** What stands in {@code managedBy}. */
  String manager() {
    return "sync:" + name;
  }
}
