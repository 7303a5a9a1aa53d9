package dev.automat.api;

import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What stands in the toy cloud, and how it behaves. */
final class ToyCloud {

  /** What a person does to change the secret of a queue. */
  static final String HOW = "press the red button";

  /** What all have who are bound to a queue; empty: queues bind nobody. */
  final Optional<Credentials> shared;

  ToyCloud() {
    this(Optional.empty());
  }

  /** Whose queues have that secret. */
  ToyCloud(Optional<Credentials> shared) {
    this.shared = shared;
  }

  /** By external name. */
  final Map<String, Desired> standing = new ConcurrentHashMap<>();

  /** The users of applications, by their names. */
  final Map<String, Grant> users = new ConcurrentHashMap<>();

  /** External names of what nobody can reach. */
  final Set<String> cut = ConcurrentHashMap.newKeySet();

  /** Copies by their names, each with the settings that it was made of. */
  final Map<String, Desired> snapshots = new ConcurrentHashMap<>();

  /** External names that begin so are still worked on. */
  final Set<String> slow = ConcurrentHashMap.newKeySet();

  /** External names that begin so can not be made. */
  final Set<String> impossible = ConcurrentHashMap.newKeySet();

  /** External names that begin so can not be changed. */
  final Set<String> stubborn = ConcurrentHashMap.newKeySet();

  boolean isStubborn(String externalName) {
    return stubborn.stream().anyMatch(externalName::startsWith);
  }

  boolean isSlow(String externalName) {
    return slow.stream().anyMatch(externalName::startsWith);
  }

  boolean isImpossible(String externalName) {
    return impossible.stream().anyMatch(externalName::startsWith);
  }
}
