package dev.automat.policy;

import dev.automat.resource.Violation;
import java.time.Instant;
import java.util.List;

/**
 * What a write leans on: it breaks rules, and goes through because waivers let it. They are looked
 * at once more where it is written, so that one that is revoked meanwhile lets nothing through.
 *
 * @param kind and {@code name} of the resource
 * @param denied what the rules say without a waiver, each of which can be waived
 */
public record Leaning(
    String team, String kind, String name, String environment, List<Violation> denied) {

  public Leaning {
    denied = List.copyOf(denied);
  }

  /** What no waiver lets through at that time. */
  public List<Violation> uncovered(List<Waiver> granted, Instant now) {
    return denied.stream()
        .filter(
            violation ->
                granted.stream()
                    .noneMatch(
                        waiver ->
                            waiver.holdsAt(now)
                                && waiver.covers(violation.rule(), kind, name, environment)))
        .toList();
  }
}
