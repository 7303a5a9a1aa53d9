package dev.automat.engine;

import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.BindingStatus.Trouble;
import dev.automat.resource.BindingStatus.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The judgement on one binding: a pure function from what is asked for, what was done and what
 * stands in the cloud, to the next step.
 */
final class BindingDecisions {

  /**
   * How long after its end a binding is looked for: far longer than a call to a cloud lasts that
   * takes effect after nobody waits for it any more.
   */
  static final Duration LATE = Duration.ofHours(1);

  private static final Duration LATE_LOOK = Duration.ofMinutes(10);

  private BindingDecisions() {}

  /**
   * @param standing the versions of this binding that the cloud shows
   */
  static BindingDecision decide(Binding binding, Set<Integer> standing, Instant now) {
    Optional<Instant> pause = pause(binding, now);
    if (pause.isPresent()) {
      return new BindingDecision.Rest(pause.get());
    }
    return binding.absent()
        ? towardsAbsence(binding, standing, now)
        : towardsPresence(binding, standing, now);
  }

  /** What failed for another generation is no reason to wait. */
  private static Optional<Instant> pause(Binding binding, Instant now) {
    return binding
        .status()
        .trouble()
        .filter(trouble -> trouble.generation() == binding.generation())
        .map(Trouble::next)
        .filter(now::isBefore);
  }

  private static BindingDecision towardsAbsence(
      Binding binding, Set<Integer> standing, Instant now) {
    Set<Integer> left = new TreeSet<>(standing);
    binding.status().versions().forEach(version -> left.add(version.number()));
    if (!left.isEmpty()) {
      return new BindingDecision.Revoke(left.iterator().next());
    }
    if (binding.gone().isEmpty()) {
      return new BindingDecision.Release();
    }
    Instant end = binding.gone().get().plus(LATE);
    return now.isBefore(end)
        ? new BindingDecision.Rest(earlier(end, now.plus(LATE_LOOK)))
        : new BindingDecision.Forget();
  }

  private static BindingDecision towardsPresence(
      Binding binding, Set<Integer> standing, Instant now) {
    BindingStatus status = binding.status();
    return ended(status, standing, now)
        .or(() -> unmade(binding))
        .or(() -> superseded(binding, now))
        .or(() -> broken(binding, standing))
        .orElseGet(() -> new BindingDecision.Rest(nextEnd(status)));
  }

  /** What was begun may stand or not; making it again gives the same. */
  private static Optional<BindingDecision> unmade(Binding binding) {
    BindingStatus status = binding.status();
    Optional<Integer> begun =
        status.versions().stream().filter(v -> !v.valid()).map(Version::number).findFirst();
    return begun
        .or(
            () ->
                Optional.of(binding.wantedVersion())
                    .filter(wanted -> status.version(wanted).isEmpty()))
        .map(BindingDecision.Make::new);
  }

  /** What has a valid successor ends after the overlap, counted from that one's first moment. */
  private static Optional<BindingDecision> superseded(Binding binding, Instant now) {
    BindingStatus status = binding.status();
    Instant since = status.current().map(Version::since).orElse(now);
    Instant until = since.plus(binding.overlap());
    boolean endless = status.previous().stream().anyMatch(v -> endsAfter(v, until));
    return endless ? Optional.of(new BindingDecision.Supersede(until)) : Optional.empty();
  }

  private static boolean endsAfter(Version version, Instant until) {
    return version.validUntil().map(until::isBefore).orElse(true);
  }

  /** Also what stands in the cloud and was revoked before: it came up late. */
  private static Optional<BindingDecision> ended(
      BindingStatus status, Set<Integer> standing, Instant now) {
    Optional<Integer> over =
        status.previous().stream()
            .filter(version -> !endsAfter(version, now))
            .map(Version::number)
            .findFirst();
    return over.or(
            () -> standing.stream().filter(v -> status.version(v).isEmpty()).sorted().findFirst())
        .map(BindingDecision.Revoke::new);
  }

  private static Optional<BindingDecision> broken(Binding binding, Set<Integer> standing) {
    return binding.status().versions().stream()
        .filter(version -> !standing.contains(version.number()) || !version.gives(binding.spec()))
        .findFirst()
        .map(
            version ->
                new BindingDecision.Repair(version.number(), !standing.contains(version.number())));
  }

  private static Instant nextEnd(BindingStatus status) {
    return status.versions().stream()
        .flatMap(version -> version.validUntil().stream())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
