package dev.automat.resource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the engine knows of a binding.
 *
 * @param observedGeneration the newest generation that was carried out; 0 before
 * @param versions those that may stand in the cloud, the oldest first
 * @param trouble what hindered the last step, until one succeeds
 * @param act what was begun last and is not done, such as {@code revoke 2}
 */
public record BindingStatus(
    long observedGeneration,
    List<Version> versions,
    Optional<Trouble> trouble,
    Optional<String> act) {

  public BindingStatus {
    versions = List.copyOf(versions);
    // What was stored before acts were written down does not speak of them.
    act = act == null ? Optional.empty() : act;
  }

  /** Of which nothing is begun. */
  public BindingStatus(long observedGeneration, List<Version> versions, Optional<Trouble> trouble) {
    this(observedGeneration, versions, trouble, Optional.empty());
  }

  /** What is known before the engine looked for the first time. */
  public static BindingStatus initial() {
    return new BindingStatus(0, List.of(), Optional.empty());
  }

  /** The newest version that an application can use. */
  public Optional<Version> current() {
    return versions.stream().filter(Version::valid).reduce((_, newest) -> newest);
  }

  /** The older ones that can still be used, the oldest first. */
  public List<Version> previous() {
    return current().stream()
        .flatMap(now -> versions.stream().filter(v -> v.valid() && v.number() < now.number()))
        .toList();
  }

  public Optional<Version> version(int number) {
    return versions.stream().filter(version -> version.number() == number).findFirst();
  }

  /** With the version in place of the one of its number, or as the newest. */
  public BindingStatus with(Version version) {
    return withVersions(
        Stream.concat(
                versions.stream().filter(other -> other.number() != version.number()),
                Stream.of(version))
            .sorted((a, b) -> Integer.compare(a.number(), b.number()))
            .toList());
  }

  public BindingStatus without(int number) {
    return withVersions(versions.stream().filter(version -> version.number() != number).toList());
  }

  public BindingStatus withVersions(List<Version> all) {
    return new BindingStatus(observedGeneration, all, trouble, act);
  }

  public BindingStatus observed(long generation) {
    return new BindingStatus(generation, versions, trouble, act);
  }

  public BindingStatus withTrouble(Optional<Trouble> met) {
    return new BindingStatus(observedGeneration, versions, met, act);
  }

  public BindingStatus withAct(Optional<String> begun) {
    return new BindingStatus(observedGeneration, versions, trouble, begun);
  }

  /** What the audit log calls an act. */
  public static String word(String act) {
    return act.substring(0, act.indexOf(' '));
  }

  /**
   * One version of the secret, or the one grant to a principal.
   *
   * @param since when it was valid first; before that, when it was begun
   * @param valid whether the cloud was seen to have it; if not, it may have it all the same
   * @param access what the cloud was last told of it
   * @param principal the same
   * @param validUntil when it is revoked, once it has a successor
   */
  public record Version(
      int number,
      Instant since,
      boolean valid,
      BindingSpec.Access access,
      Optional<String> principal,
      Optional<Instant> validUntil) {

    public Version until(Instant end) {
      return new Version(number, since, valid, access, principal, Optional.of(end));
    }

    /** With what it gives by now. */
    public Version giving(BindingSpec spec) {
      return new Version(number, since, true, spec.access(), spec.principal(), validUntil);
    }

    /** With another secret, which is what it gives from then on. */
    public Version changed(Instant at) {
      return new Version(number, at, valid, access, principal, validUntil);
    }

    /** Whether it gives what is asked for. */
    public boolean gives(BindingSpec spec) {
      return access == spec.access() && principal.equals(spec.principal());
    }
  }

  /**
   * A step that failed.
   *
   * @param reason one CamelCase word that a program may compare
   * @param message why, and what to do next
   * @param attempts failures in a row
   * @param at when it failed last
   * @param next when it is tried again; a change of what is asked for is tried at once, and so is
   *     whatever a person asked to have looked at since
   * @param generation that it failed for
   */
  public record Trouble(
      String reason, String message, int attempts, Instant at, Instant next, long generation) {

    public Trouble {
      // What was stored before this was written down failed long ago.
      at = at == null ? Instant.EPOCH : at;
    }
  }
}
