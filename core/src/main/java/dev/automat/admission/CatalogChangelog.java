package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Environment;
import dev.automat.catalog.Kind;
import dev.automat.catalog.Module;
import dev.automat.catalog.ModuleStatus;
import dev.automat.catalog.Size;
import dev.automat.cost.PriceChange;
import dev.automat.policy.RuleChange;
import dev.automat.resource.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is another in a new catalogue, for people. Pure: the same catalogues give the same lines.
 */
public final class CatalogChangelog {

  private final Catalog old;
  private final Catalog next;
  private final List<Line> lines = new ArrayList<>();

  private CatalogChangelog(Catalog old, Catalog next) {
    this.old = old.snapshot();
    this.next = next.snapshot();
  }

  /** Of what a line speaks. */
  public enum Topic {
    KIND("kind"),
    VERSION("version"),
    SIZE("size"),
    PRICE("price"),
    RULE("rule");

    private final String text;

    Topic(String text) {
      this.text = text;
    }

    /** As programs compare it. */
    public String text() {
      return text;
    }
  }

  /**
   * One change.
   *
   * @param subject what has changed, such as {@code Database postgres@1.1.0}
   * @param text how
   */
  public record Line(Topic topic, String subject, String text) {}

  /** All changes: kinds and their versions and sizes, then prices, then rules. */
  public static List<Line> between(Catalog old, Catalog next) {
    CatalogChangelog log = new CatalogChangelog(old, next);
    log.kinds();
    log.prices();
    log.rules();
    return List.copyOf(log.lines);
  }

  private void add(Topic topic, String subject, String text) {
    lines.add(new Line(topic, subject, text));
  }

  private void kinds() {
    Set<String> names = new LinkedHashSet<>();
    old.kinds().forEach(kind -> names.add(kind.name()));
    next.kinds().forEach(kind -> names.add(kind.name()));
    for (String name : names) {
      Optional<Kind> before = old.kind(name);
      Optional<Kind> after = next.kind(name);
      if (before.isEmpty()) {
        add(Topic.KIND, name, "is new");
      } else if (after.isEmpty()) {
        add(Topic.KIND, name, "is not on offer any more; what exists of it stays");
      } else if (!before.equals(after)) {
        add(Topic.KIND, name, "has another declaration");
      }
      versions(name);
      sizes(name);
    }
  }

  private void versions(String kind) {
    for (Module module : next.modules(kind)) {
      String subject = kind + " " + module.id();
      Optional<Module> before = old.module(kind, module.name(), Optional.of(module.version()));
      if (before.isEmpty()) {
        add(Topic.VERSION, subject, "is new, " + words(module.status()));
        continue;
      }
      if (!before.get().status().equals(module.status())) {
        add(Topic.VERSION, subject, "is " + words(module.status()) + " now");
      }
      if (!before.get().contentDigest().equals(module.contentDigest())) {
        add(
            Topic.VERSION,
            subject,
            "is not what was published under that number: give the change a version of its own");
      }
    }
    old.modules(kind).stream()
        .filter(module -> next.module(kind, module.name(), Optional.of(module.version())).isEmpty())
        .forEach(
            module ->
                add(
                    Topic.VERSION,
                    kind + " " + module.id(),
                    "is not on offer any more; what exists of it stays"));
    defaults(kind);
  }

  /** What somebody gets who names no version. */
  private void defaults(String kind) {
    names(kind)
        .forEach(
            name -> {
              Optional<String> was = old.module(kind, name, Optional.empty()).map(Module::version);
              Optional<String> now = next.module(kind, name, Optional.empty()).map(Module::version);
              if (was.isPresent() && now.isPresent() && !was.equals(now)) {
                add(
                    Topic.VERSION,
                    kind + " " + name,
                    "who names no version gets " + now.get() + " and not " + was.get());
              }
            });
  }

  private Set<String> names(String kind) {
    Set<String> names = new LinkedHashSet<>();
    old.modules(kind).forEach(module -> names.add(module.name()));
    next.modules(kind).forEach(module -> names.add(module.name()));
    return names;
  }

  /** Of what somebody gets who names no version. */
  private void sizes(String kind) {
    for (String name : names(kind)) {
      Optional<Module> was = old.module(kind, name, Optional.empty());
      Optional<Module> now = next.module(kind, name, Optional.empty());
      if (was.isPresent() && now.isPresent()) {
        sizes(kind + " " + name, was.get(), now.get());
      }
    }
  }

  private void sizes(String subject, Module was, Module now) {
    for (Size size : now.sizes()) {
      Optional<Size> before = was.size(size.name());
      if (before.isEmpty()) {
        add(Topic.SIZE, subject, "the size " + size.name() + " is new");
      } else if (!Json.write(before.get()).equals(Json.write(size))) {
        add(
            Topic.SIZE,
            subject,
            "the size " + size.name() + " is another: " + differs(before.get(), size));
      }
    }
    was.sizes().stream()
        .filter(size -> now.size(size.name()).isEmpty())
        .forEach(size -> add(Topic.SIZE, subject, "the size " + size.name() + " is gone"));
    for (Environment environment : now.environments()) {
      Optional<Environment> before = was.environment(environment.name());
      if (before.isPresent() && !before.get().sizes().equals(environment.sizes())) {
        add(
            Topic.SIZE,
            subject,
            "in " + environment.name() + " there is " + String.join(", ", environment.sizes()));
      }
    }
  }

  private static String differs(Size was, Size now) {
    return String.join(
        "; ",
        Differences.subset(Json.tree(was), Json.tree(now), "").stream()
            .map(each -> each.replace("expected ", "was ").replace(", was ", ", is "))
            .toList());
  }

  private void prices() {
    for (PriceChange change : PriceChange.between(old.prices(), next.prices())) {
      add(
          Topic.PRICE,
          change.what(),
          change.was().isEmpty()
              ? "costs " + change.now().orElse("")
              : change
                  .now()
                  .map(now -> "costs " + now + ", and did " + change.was().get())
                  .orElse("has no price any more"));
    }
  }

  private void rules() {
    for (RuleChange change : RuleChange.between(old.policies(), next.policies())) {
      String text =
          change.was().isEmpty()
              ? "is new (" + change.now().orElse("") + ")"
              : change.now().map(now -> "is another (" + now + ")").orElse("holds no more");
      add(Topic.RULE, change.rule(), text);
    }
  }

  private static String words(ModuleStatus status) {
    return status.stage().text()
        + status.until().map(date -> " until " + date).orElse("")
        + status.moveTo().map(to -> ", move to " + to).orElse("");
  }
}
