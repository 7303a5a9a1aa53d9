package dev.automat.resource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One application's access to one incarnation of a resource, as stored.
 *
 * @param uid of the resource
 * @param id six base32 characters: no other binding of the resource ever had it
 * @param consumer what the team calls the application
 * @param generation counts what was asked for, from 1
 * @param wantedVersion the newest version of its secret that is asked for, from 1
 * @param overlap how long the version before that one stays valid beside it
 * @param absent whether it is to go
 * @param gone when all of it was taken away, if it was: the name is free again, and what comes up
 *     late is looked for
 */
public record Binding(
    String uid,
    String id,
    String consumer,
    long generation,
    BindingSpec spec,
    int wantedVersion,
    Duration overlap,
    boolean absent,
    Instant created,
    String createdBy,
    BindingStatus status,
    Optional<Instant> gone) {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int ID_LENGTH = 6;

  /** A new id. {@code random} must be cryptographically strong outside a simulation. */
  public static String nextId(RandomGenerator random) {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  /** Under which field its secrets are sealed, one version beside the other. */
  public String secretField() {
    return secretField(id);
  }

  /** As {@link #secretField()}. */
  public static String secretField(String id) {
    return "binding-" + id;
  }

  /** The same, asked for anew: one generation further. */
  public Binding with(BindingSpec wanted) {
    return asked(wanted, wantedVersion, wanted.overlap(), absent);
  }

  /** The same, with one more version. */
  public Binding rotated(Duration beside) {
    return asked(spec, wantedVersion + 1, beside, absent);
  }

  /** Whether its newest version is asked for and not valid yet, so that nobody has read it. */
  public boolean isRotating() {
    return status.current().filter(version -> version.number() == wantedVersion).isEmpty();
  }

  /**
   * The same, so that whatever anybody has read of it ends after its overlap; empty if that is on
   * its way already, or there is no secret that Automat could change.
   */
  public Optional<Binding> renewed() {
    if (absent || spec.holder() != BindingSpec.Holder.USER) {
      return Optional.empty();
    }
    if (!isRotating()) {
      return Optional.of(rotated(spec.overlap()));
    }
    // Whoever asked for the rotation that is under way may have asked for a long overlap, too.
    return overlap.compareTo(spec.overlap()) > 0
        ? Optional.of(asked(spec, wantedVersion, spec.overlap(), false))
        : Optional.empty();
  }

  /** The same, which is to go. */
  public Binding released() {
    return asked(spec, wantedVersion, overlap, true);
  }

  private Binding asked(BindingSpec wanted, int version, Duration beside, boolean leaving) {
    return new Binding(
        uid,
        id,
        consumer,
        generation + 1,
        wanted,
        version,
        beside,
        leaving,
        created,
        createdBy,
        status,
        gone);
  }

  /** As it stands after the engine has found this. */
  public Binding with(BindingStatus found) {
    return new Binding(
        uid,
        id,
        consumer,
        generation,
        spec,
        wantedVersion,
        overlap,
        absent,
        created,
        createdBy,
        found,
        gone);
  }

  /** As it stands when all of it was taken away. */
  public Binding goneAt(Instant when) {
    return new Binding(
        uid,
        id,
        consumer,
        generation,
        spec,
        wantedVersion,
        overlap,
        absent,
        created,
        createdBy,
        status,
        Optional.of(when));
  }
}
