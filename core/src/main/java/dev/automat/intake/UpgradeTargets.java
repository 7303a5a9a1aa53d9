package dev.automat.intake;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Module;
import dev.automat.catalog.ModuleStatus;
import dev.automat.intake.UpgradeRequest.Target;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** To which version an upgrade goes, and what the spec says of it then. */
final class UpgradeTargets {

  private static final String POINTER = "/spec/moduleVersion";

  private final Catalog catalog;

  UpgradeTargets(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What is to be gone to. */
  sealed interface Chosen {
    record Version(String version) implements Chosen {}

    record No(Violation violation) implements Chosen {}
  }

  /** The version that is meant, or why there is none. */
  Chosen version(Target target, Resource live) {
    String[] id = live.plan().module().split("@", 2);
    return switch (target) {
      case Target.Same _ -> new Chosen.Version(id[1]);
      case Target.Version(String version) -> new Chosen.Version(version);
      case Target.Next _ -> next(live, id[0], id[1]);
    };
  }

  private Chosen next(Resource live, String name, String version) {
    String kind = live.key().kind();
    Optional<ModuleStatus> status =
        catalog.module(kind, name, Optional.of(version)).map(Module::status);
    Optional<String> moveTo =
        status.filter(ModuleStatus::isDeprecated).flatMap(ModuleStatus::moveTo);
    String[] target = moveTo.orElse(name).split("@", 2);
    if (!target[0].equals(name)) {
      return new Chosen.No(
          new Violation(
              "/spec/module",
              "immutable",
              name + "@" + version + " says to move to " + moveTo.orElse("") + ", another module",
              "make a new one of "
                  + moveTo.orElse("")
                  + " under another name, copy what is in this one, and delete it"));
    }
    Optional<String> found =
        target.length > 1
            ? Optional.of(target[1])
            : catalog
                .module(kind, name, Optional.empty())
                .filter(module -> !module.status().isDeprecated())
                .map(Module::version)
                .map(newest -> isNewer(kind, name, version, newest) ? version : newest);
    return found
        .<Chosen>map(Chosen.Version::new)
        .orElseGet(
            () ->
                new Chosen.No(
                    new Violation(
                        POINTER,
                        "unknown-version",
                        "the catalogue has no stable version of " + name + " to go to",
                        "name one as moduleVersion, or wait for the platform team")));
  }

  /** What is on a preview of what comes next is not put back by whoever only asks for the next. */
  private boolean isNewer(String kind, String name, String version, String stable) {
    List<String> newestFirst =
        catalog.modules(kind).stream()
            .filter(module -> module.name().equals(name))
            .map(Module::version)
            .toList();
    int stands = newestFirst.indexOf(version);
    return stands >= 0 && stands < newestFirst.indexOf(stable);
  }

  /** The spec as it is to be stored. */
  JsonNode spec(Target target, Resource live, String version) {
    if (target instanceof Target.Same) {
      return live.spec();
    }
    String name = live.plan().module().split("@", 2)[0];
    boolean usual =
        catalog
            .module(live.key().kind(), name, Optional.empty())
            .filter(module -> module.version().equals(version))
            .isPresent();
    if (usual && !live.spec().has("moduleVersion")) {
      return live.spec();
    }
    return ((ObjectNode) live.spec().deepCopy()).put("moduleVersion", version);
  }
}
