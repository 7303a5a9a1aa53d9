package dev.automat.intake;

import dev.automat.resource.Origin;
import dev.automat.resource.ResourceKey;
import java.util.Optional;

/**
 * A request for a new plan of what exists.
 *
 * @param target which version it is made with
 * @param ifMatch the ETag that it is based on, without quotes
 * @param takeOver whether it may change a definition that another manager keeps
 * @param ifPlanMatch digest of the plan that was reviewed: another one is not carried out
 */
public record UpgradeRequest(
    ResourceKey key,
    Origin origin,
    Target target,
    Optional<String> ifMatch,
    boolean takeOver,
    Optional<String> ifPlanMatch) {

  /** Which version. */
  public sealed interface Target {

    /** The one that it has: with today's catalogue, rules, prices and team. */
    record Same() implements Target {}

    /** What a deprecated one says is to be used, or else the newest stable. */
    record Next() implements Target {}

    /** That one, without the module's name. */
    record Version(String version) implements Target {}
  }
}
