package dev.automat.engine;

import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.BindingStatus.Trouble;
import dev.automat.resource.BindingStatus.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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

  /** How the act begins by which a version is taken away. */
  private static final String REVOKE = "revoke ";

  private BindingDecisions() {}

  /**
   * @param standing the versions of this binding that the cloud shows
   * @param incomplete those of them that lack something; nobody is asked before it comes to that
   * @param outdated those whose stored secret is not the one that all share; nobody is asked as
   *     long as the binding waits
   * @param nudged when a person last asked for a look at the resource
   */
  static BindingDecision decide(
      Binding binding,
      Set<Integer> standing,
      Supplier<Set<Integer>> incomplete,
      Supplier<Set<Integer>> outdated,
      Optional<Instant> nudged,
      Instant now) {
    Optional<BindingDecision> urgent =
        binding.absent() || refused(binding.status()).isEmpty()
            ? Optional.empty()
            : living(binding, standing, incomplete, outdated, now);
    return urgent
        .or(() -> pause(binding, nudged, now).map(BindingDecision.Pause::new))
        .orElseGet(
            () ->
                binding.absent()
                    ? towardsAbsence(binding, standing, now)
                    : towardsPresence(binding, standing, incomplete, outdated, now));
  }

  /**
   * Until when it waits since a step failed. What failed for another generation is no reason, nor
   * is what failed before a person asked.
   */
  private static Optional<Instant> pause(Binding binding, Optional<Instant> nudged, Instant now) {
    return binding
        .status()
        .trouble()
        .filter(trouble -> trouble.generation() == binding.generation())
        .filter(trouble -> nudged.filter(trouble.at()::isBefore).isEmpty())
        .map(Trouble::next)
        .filter(now::isBefore);
  }

  private static BindingDecision towardsAbsence(
      Binding binding, Set<Integer> standing, Instant now) {
    NavigableSet<Integer> left = new TreeSet<>(standing);
    binding.status().versions().forEach(version -> left.add(version.number()));
    Optional<BindingDecision> revoke = revoke(left, binding.status());
    if (revoke.isPresent()) {
      return revoke.get();
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
      Binding binding,
      Set<Integer> standing,
      Supplier<Set<Integer>> incomplete,
      Supplier<Set<Integer>> outdated,
      Instant now) {
    return ended(binding.status(), standing, now)
        .or(() -> living(binding, standing, incomplete, outdated, now))
        .orElseGet(() -> new BindingDecision.Rest(nextEnd(binding.status())));
  }

  /**
   * What is due to the versions that are wanted. It comes after the end of others, which nobody is
   * to have a moment longer; but one that the cloud refuses to take away keeps no application from
   * what it needs, and does not make it wait, either.
   */
  private static Optional<BindingDecision> living(
      Binding binding,
      Set<Integer> standing,
      Supplier<Set<Integer>> incomplete,
      Supplier<Set<Integer>> outdated,
      Instant now) {
    return unmade(binding)
        .or(() -> superseded(binding, now))
        .or(() -> broken(binding, standing, now))
        .or(() -> lacking(binding, incomplete.get(), now))
        .or(() -> outdated.get().stream().sorted().findFirst().map(BindingDecision.Follow::new));
  }

  /** The version whose end was the last step, if that failed. */
  private static Optional<Integer> refused(BindingStatus status) {
    return status.trouble().isEmpty()
        ? Optional.empty()
        : status
            .act()
            .filter(act -> act.startsWith(REVOKE))
            .map(act -> Integer.valueOf(act.substring(REVOKE.length())));
  }

  /** The next after the one that was refused, so that each has its turn; else the oldest. */
  private static Optional<BindingDecision> revoke(
      NavigableSet<Integer> over, BindingStatus status) {
    return refused(status)
        .flatMap(last -> Optional.ofNullable(over.higher(last)))
        .or(() -> over.stream().findFirst())
        .map(BindingDecision.Revoke::new);
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
    NavigableSet<Integer> all = new TreeSet<>(standing);
    all.removeIf(number -> status.version(number).isPresent());
    all.addAll(over(status, now));
    return revoke(all, status);
  }

  private static Set<Integer> over(BindingStatus status, Instant now) {
    return status.previous().stream()
        .filter(version -> !endsAfter(version, now))
        .map(Version::number)
        .collect(Collectors.toSet());
  }

  private static Optional<BindingDecision> broken(
      Binding binding, Set<Integer> standing, Instant now) {
    Set<Integer> over = over(binding.status(), now);
    return binding.status().versions().stream()
        .filter(version -> !over.contains(version.number()))
        .filter(version -> !standing.contains(version.number()) || !version.gives(binding.spec()))
        .findFirst()
        .map(
            version ->
                new BindingDecision.Repair(version.number(), !standing.contains(version.number())));
  }

  private static Optional<BindingDecision> lacking(
      Binding binding, Set<Integer> incomplete, Instant now) {
    Set<Integer> over = over(binding.status(), now);
    return binding.status().versions().stream()
        .map(Version::number)
        .filter(number -> incomplete.contains(number) && !over.contains(number))
        .findFirst()
        .map(BindingDecision.Complete::new);
  }

  private static Instant nextEnd(BindingStatus status) {
    return status.versions().stream()
        .flatMap(version -> version.validUntil().stream())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
