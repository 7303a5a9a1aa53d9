package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Module;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The checks that need server state. Pure functions of that state. */
public final class LiveChecks {

  /** Their names, as an offline verdict lists them. */
  public static final List<String> NAMES =
      List.of(
          "immutable",
          "grow-only",
          "would-replace",
          "expiry",
          "version-ended",
          "waivers",
          "quota",
          "budget");

  static final String ANOTHER = "make a new one under another name, or delete this one first";

  private final Catalog catalog;
  private final InstalledPlugins plugins;

  public LiveChecks(Catalog catalog, InstalledPlugins plugins) {
    this.catalog = catalog;
    this.plugins = plugins;
  }

  /**
   * What is wrong with the plan, given what stands now.
   *
   * @param current the live incarnation, if there is one
   */
  public List<Violation> check(JsonNode spec, Plan plan, Optional<Resource> current, Instant now) {
    List<Violation> violations = new ArrayList<>(checkMember(spec, plan, current, now));
    violations.addAll(expiry(spec, plan, current, now));
    return List.copyOf(violations);
  }

  /** The same of what ends with others: its end is theirs, so its own is not judged. */
  public List<Violation> checkMember(
      JsonNode spec, Plan plan, Optional<Resource> current, Instant now) {
    List<Violation> violations = new ArrayList<>();
    if (current.isPresent()) {
      Plan stands = current.get().plan();
      violations.addAll(identity(spec, plan, current.get()));
      if (violations.isEmpty()) {
        violations.addAll(
            new Changes(stands, plan, module(plan, current.get()), plugins.type(plan.type()))
                .refused());
      }
    } else {
      VersionStanding.ofNew(plan, catalog).refusal(now).ifPresent(violations::add);
    }
    return List.copyOf(violations);
  }

  /** The version that the plan was just made with. */
  private Optional<Module> module(Plan plan, Resource current) {
    String[] id = plan.module().split("@", 2);
    return catalog.module(current.key().kind(), id[0], Optional.of(id[1]));
  }

  private static List<Violation> identity(JsonNode spec, Plan plan, Resource current) {
    Plan stands = current.plan();
    List<Violation> violations = new ArrayList<>();
    immutable("module", name(stands), name(plan)).ifPresent(violations::add);
    immutable("environment", environment(stands), environment(plan)).ifPresent(violations::add);
    if (spec.has("cloud")) {
      immutable("cloud", stands.placement().provisioner(), plan.placement().provisioner())
          .ifPresent(violations::add);
    }
    if (spec.has("region")) {
      immutable("region", stands.placement().region(), plan.placement().region())
          .ifPresent(violations::add);
    }
    boolean moved = !place(stands).equals(place(plan)) && violations.isEmpty();
    if (moved) {
      violations.add(
          new Violation(
              "/spec",
              "placement-moved",
              "it is in "
                  + place(stands)
                  + ", and the placement rule "
                  + plan.placement().rule()
                  + " would put it in "
                  + place(plan)
                  + " today: it can not be moved",
              "name the place with spec.cloud and spec.region if a rule allows it, or " + ANOTHER));
    }
    return violations;
  }

  private static String name(Plan plan) {
    return plan.module().split("@", 2)[0];
  }

  private static String environment(Plan plan) {
    return String.valueOf(plan.tags().get(Tags.ENVIRONMENT));
  }

  private static String place(Plan plan) {
    return plan.placement().provisioner()
        + ", account "
        + plan.placement().account()
        + ", region "
        + plan.placement().region();
  }

  private static Optional<Violation> immutable(String field, Object stands, Object wanted) {
    if (Objects.equals(stands, wanted)) {
      return Optional.empty();
    }
    return Optional.of(
        new Violation(
            "/spec/" + field,
            "immutable",
            field + " is " + stands + " and can not be changed to " + wanted,
            "set it back to " + stands + ", or " + ANOTHER));
  }

  /** An unchanged lifetime never moves an end, so it is not judged again either. */
  private static List<Violation> expiry(
      JsonNode spec, Plan plan, Optional<Resource> current, Instant now) {
    boolean unchanged =
        current
            .map(Resource::plan)
            .filter(
                stands ->
                    stands.lifetime().equals(plan.lifetime())
                        && stands.expiresAt().equals(plan.expiresAt()))
            .isPresent();
    if (unchanged) {
      return List.of();
    }
    Instant created = current.map(resource -> resource.times().accepted()).orElse(now);
    Optional<Instant> end = Expiry.of(plan, created);
    Optional<Instant> latest = Expiry.latest(plan, created);
    String pointer = spec.has("expiresAt") ? "/spec/expiresAt" : "/spec/lifetime";
    if (end.isPresent() && !end.get().isAfter(now)) {
      return List.of(
          new Violation(
              pointer,
              "expires-in-the-past",
              "it would end at " + end.get() + ", which has passed",
              "choose a later end, or delete it"));
    }
    boolean tooLate = end.isPresent() && latest.isPresent() && end.get().isAfter(latest.get());
    boolean never = end.isEmpty() && latest.isPresent();
    if (tooLate || never) {
      return List.of(
          new Violation(
              pointer,
              "max-lifetime",
              "it would end "
                  + end.map(Instant::toString).orElse("never")
                  + ", and "
                  + plan.maxLifetime()
                  + " from its creation is "
                  + latest.get(),
              "choose an end until " + latest.get()));
    }
    return List.of();
  }
}
