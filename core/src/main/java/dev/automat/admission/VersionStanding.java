package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Module;
import dev.automat.catalog.ModuleStatus;
import dev.automat.resource.Condition;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.time.Instant;
import java.util.Optional;

/**
 * How today's catalogue stands to the version that a plan was made with. It is found out when
 * somebody looks: whether a date has passed is no part of a plan, which is pure and frozen. That
 * the version is deprecated is a note in the plan, as the module's own document says so, and the
 * digest of that document is in the plan anyway.
 *
 * @param id such as {@code postgres@1.0.0}
 * @param status empty: the catalogue does not have that version
 * @param newest what a request without a version would get
 */
public record VersionStanding(String id, Optional<ModuleStatus> status, Optional<String> newest) {

  private static final String POINTER = "/spec/moduleVersion";

  /** The standing of what exists. */
  static VersionStanding of(Resource resource, Catalog catalog) {
    return of(resource.key().kind(), resource.plan(), catalog);
  }

  /** The standing of the version that a plan was just made with. */
  static VersionStanding ofNew(Plan plan, Catalog catalog) {
    Catalog now = catalog.snapshot();
    return now.kinds().stream()
        .filter(
            kind ->
                now.modules(kind.name()).stream()
                    .anyMatch(module -> module.digest().equals(plan.moduleDigest())))
        .findFirst()
        .map(kind -> of(kind.name(), plan, now))
        .orElseGet(() -> new VersionStanding(plan.module(), Optional.empty(), Optional.empty()));
  }

  /** The standing of the version of a plan. */
  public static VersionStanding of(String kind, Plan plan, Catalog catalog) {
    Catalog now = catalog.snapshot();
    String[] id = plan.module().split("@", 2);
    Optional<Module> module = now.module(kind, id[0], Optional.of(id.length > 1 ? id[1] : ""));
    return new VersionStanding(
        plan.module(),
        module.map(Module::status),
        now.module(kind, id[0], Optional.empty())
            .filter(newest -> !newest.status().isDeprecated())
            .map(Module::id));
  }

  /** What whoever has it, or is about to, should know; empty if there is nothing. */
  public Optional<Violation> warning() {
    return deprecation()
        .map(
            deprecated ->
                new Violation(
                    POINTER,
                    "version-deprecated",
                    id + " is deprecated" + until(deprecated, "; nothing new is made of it from "),
                    moveTo(deprecated)
                        .map(target -> "move to " + target + ", with automat upgrade what exists")
                        .orElse("ask the platform team what to use in its place")));
  }

  /** Why nothing new is made of it; empty if it is. */
  Optional<Violation> refusal(Instant now) {
    return deprecation()
        .filter(deprecated -> deprecated.hasEnded(now))
        .map(
            deprecated ->
                new Violation(
                    POINTER,
                    "version-ended",
                    id
                        + " was on offer"
                        + until(deprecated, " until ")
                        + ": nothing new is made of it",
                    moveTo(deprecated)
                        .map(target -> "ask for " + target)
                        .orElse("ask the platform team what to use in its place")));
  }

  /** What is said of a resource that was made of it; empty if there is nothing. */
  Optional<Condition> condition(Resource resource, Instant now) {
    if (status.isEmpty()) {
      return Optional.of(
          condition(
              resource,
              State.False,
              "VersionGone",
              "the catalogue has no "
                  + id
                  + " any more: it stays as it is"
                  + newest.map(to -> "; " + command(resource, to)).orElse("")));
    }
    return deprecation()
        .map(
            deprecated ->
                condition(
                    resource,
                    deprecated.hasEnded(now) ? State.False : State.True,
                    deprecated.hasEnded(now) ? "VersionEnded" : "VersionDeprecated",
                    id
                        + " is deprecated"
                        + until(
                            deprecated,
                            deprecated.hasEnded(now)
                                ? "; nothing new is made of it since "
                                : "; nothing new is made of it from ")
                        + moveTo(deprecated)
                            .map(to -> ": " + command(resource, to))
                            .orElse(": the platform team knows what to use in its place")));
  }

  private Optional<ModuleStatus> deprecation() {
    return status.filter(ModuleStatus::isDeprecated);
  }

  private Optional<String> moveTo(ModuleStatus deprecated) {
    return deprecated.moveTo().or(() -> newest);
  }

  private String command(Resource resource, String to) {
    return name(to).equals(name(id))
        ? "move it to "
            + to
            + " with automat upgrade "
            + resource.key().team()
            + " "
            + resource.key().kind()
            + " "
            + resource.key().name()
        : "make a new one of " + to + ", since nothing goes from one module to another";
  }

  private static String name(String id) {
    return id.split("@", 2)[0];
  }

  private static String until(ModuleStatus status, String words) {
    return status.until().map(date -> words + date).orElse("");
  }

  private static Condition condition(
      Resource resource, State state, String reason, String message) {
    return new Condition(Condition.Type.Compliant, state, reason, message, resource.generation());
  }
}
