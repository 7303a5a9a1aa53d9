package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Environment;
import dev.automat.catalog.Kind;
import dev.automat.catalog.Module;
import dev.automat.catalog.Size;
import java.util.List;
import java.util.Optional;

/** Finds the module, environment and size that a request means. */
final class Choices {

  private final Catalog catalog;

  Choices(Catalog catalog) {
    this.catalog = catalog;
  }

  Optional<Module> module(Kind kind, Spec spec, Violations violations) {
    Optional<String> name = spec.text("module").or(kind::defaultModule);
    if (name.isEmpty()) {
      if (!spec.node().has("module")) {
        violations.add(
            "/spec/module",
            "module-required",
            "kind " + kind.name() + " has no default module",
            "",
            names(kind));
      }
      return Optional.empty();
    }
    Optional<String> version = spec.text("moduleVersion");
    Optional<Module> module = catalog.module(kind.name(), name.get(), version);
    if (module.isEmpty()) {
      refuse(kind, name.get(), version, names(kind), violations);
    }
    return module;
  }

  private List<String> names(Kind kind) {
    return catalog.modules(kind.name()).stream().map(Module::name).distinct().toList();
  }

  private void refuse(
      Kind kind,
      String name,
      Optional<String> version,
      List<String> exists,
      Violations violations) {
    if (version.isPresent() && exists.contains(name)) {
      violations.add(
          "/spec/moduleVersion",
          "unknown-version",
          "there is no usable version " + version.get() + " of " + name,
          version.get(),
          catalog.modules(kind.name()).stream()
              .filter(module -> module.name().equals(name))
              .map(Module::version)
              .toList());
      return;
    }
    if (exists.contains(name)) {
      refuseUnasked(kind, name, violations);
      return;
    }
    boolean leftOut =
        catalog.rejected().stream().anyMatch(file -> file.file().contains("/" + name + "/"));
    violations.add(
        "/spec/module",
        "unknown-module",
        leftOut
            ? "the module " + name + " can not be used: its file is wrong, as the catalogue says"
            : "there is no module " + name + " of kind " + kind.name(),
        name,
        exists,
        "ask the platform team");
  }

  /** What may still change its form is had by those who ask for that very version. */
  private void refuseUnasked(Kind kind, String name, Violations violations) {
    List<String> versions =
        catalog.modules(kind.name()).stream()
            .filter(module -> module.name().equals(name))
            .map(Module::version)
            .toList();
    violations.add(
        "/spec/moduleVersion",
        "only-in-preview",
        name + " has no version but in preview, and that must be asked for by its version",
        "",
        versions);
  }

  /**
   * The environment's name, if the module has it or there is no module to ask.
   *
   * @param module empty if it is not known which
   */
  static Optional<String> environment(Optional<Module> module, Spec spec, Violations violations) {
    Optional<String> name = spec.text("environment");
    if (name.isEmpty()) {
      if (!spec.node().has("environment")) {
        violations.add(
            "/spec/environment",
            "environment-required",
            "must say which stage",
            "",
            environments(module));
      }
      return name;
    }
    boolean exists =
        module
            .map(chosen -> chosen.environment(name.get()).isPresent())
            .orElseGet(() -> Environment.NAMES.contains(name.get()));
    if (!exists) {
      boolean stage = module.isPresent() && Environment.NAMES.contains(name.get());
      violations.add(
          "/spec/environment",
          "unknown-environment",
          stage
              ? module.get().id() + " is not on offer in " + name.get()
              : "there is no environment " + name.get(),
          name.get(),
          environments(module));
      return Optional.empty();
    }
    return name;
  }

  private static List<String> environments(Optional<Module> module) {
    return module
        .map(chosen -> chosen.environments().stream().map(Environment::name).toList())
        .orElse(Environment.NAMES);
  }

  /** The size asked for, or else the environment's default. */
  static Optional<Size> size(
      Module module, Optional<Environment> environment, Spec spec, Violations violations) {
    Optional<String> asked = spec.text("size");
    if (asked.isEmpty()) {
      boolean wrongType = spec.node().has("size");
      return wrongType
          ? Optional.empty()
          : environment.flatMap(Environment::defaultSize).flatMap(module::size);
    }
    List<String> all = module.sizes().stream().map(Size::name).toList();
    List<String> offered = environment.map(Environment::sizes).orElse(all);
    if (!all.contains(asked.get())) {
      violations.add(
          "/spec/size",
          "unknown-size",
          all.isEmpty()
              ? module.id() + " has no sizes"
              : "there is no size " + asked.get() + " of " + module.id(),
          asked.get(),
          offered);
      return Optional.empty();
    }
    if (!offered.contains(asked.get())) {
      violations.add(
          "/spec/size",
          "size-not-offered",
          "the size "
              + asked.get()
              + " is not on offer in "
              + environment.map(Environment::name).orElse(""),
          asked.get(),
          offered);
      return Optional.empty();
    }
    return module.size(asked.get());
  }
}
