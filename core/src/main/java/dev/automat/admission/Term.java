package dev.automat.admission;

import dev.automat.catalog.Environment;
import dev.automat.resource.Lease;
import dev.automat.resource.Lifetime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a request wants it to live.
 *
 * @param lifetime {@code none} if the end is named
 * @param expiresAt the end, if the request names it
 */
record Term(Lifetime lifetime, Optional<Instant> expiresAt) {

  /** Whether it has no end at all. */
  boolean endless() {
    return lifetime.endless() && expiresAt.isEmpty();
  }

  /**
   * What the spec says, or else the environment.
   *
   * @param environment empty if it is not known which
   * @return empty if that can not be made out
   */
  static Optional<Term> of(Spec spec, Optional<Environment> environment, Violations violations) {
    Optional<String> lifetime = spec.text("lifetime");
    Optional<String> expiresAt = spec.text("expiresAt");
    if (lifetime.isPresent() && expiresAt.isPresent()) {
      violations.add(
          "/spec/expiresAt",
          "lifetime-and-expires-at",
          "lifetime and expiresAt can not both be set",
          "remove one");
    }
    if (expiresAt.isPresent()) {
      Optional<Instant> end = instant(expiresAt.get(), violations);
      lifetime.ifPresent(text -> bounded(text, environment, violations));
      return end.map(instant -> new Term(Lifetime.NONE, Optional.of(instant)));
    }
    if (lifetime.isPresent()) {
      return bounded(lifetime.get(), environment, violations)
          .map(term -> new Term(term, Optional.empty()));
    }
    return environment.map(offer -> new Term(offer.lifetime(), Optional.empty()));
  }

  private static Optional<Instant> instant(String text, Violations violations) {
    try {
      Instant end = Instant.parse(text);
      if (end.isAfter(Lease.NEVER)) {
        violations.add(
            "/spec/expiresAt",
            "invalid-lifetime",
            text + " is after the year 9999",
            "write an earlier one such as 2026-12-31T12:00:00Z, or use lifetime: none for no end");
        return Optional.empty();
      }
      return Optional.of(end);
    } catch (DateTimeException e) {
      violations.add(
          "/spec/expiresAt",
          "invalid-lifetime",
          "\"" + text + "\" is no instant",
          "write one such as 2026-12-31T12:00:00Z, or use lifetime");
      return Optional.empty();
    }
  }

  private static Optional<Lifetime> bounded(
      String text, Optional<Environment> environment, Violations violations) {
    Optional<Lifetime> lifetime = Lifetime.parse(text);
    if (lifetime.isEmpty()) {
      violations.add(
          "/spec/lifetime",
          "invalid-lifetime",
          "\"" + text + "\" is no lifetime",
          "write " + Lifetime.FORM,
          Lifetime.nearest(text));
      return lifetime;
    }
    Optional<Environment> exceeded =
        environment.filter(offer -> lifetime.get().longerThan(offer.maxLifetime()));
    exceeded.ifPresent(
        offer ->
            violations.add(
                "/spec/lifetime",
                "max-lifetime",
                text
                    + " is longer than "
                    + offer.maxLifetime().text()
                    + ", the longest in "
                    + offer.name(),
                "use " + offer.maxLifetime().text() + " or less; it can be extended later"));
    return exceeded.isPresent() ? Optional.empty() : lifetime;
  }
}
