package dev.automat.catalog;

import dev.automat.cost.PriceBook;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.policy.Policies;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All kinds, all usable module versions, and the platform's rules. Immutable. */
public final class Catalog {

  private static final Comparator<Module> NEWEST_FIRST =
      Comparator.comparing(Module::name)
          .thenComparing(
              Module::version, Comparator.comparing(Catalog::numbers, Arrays::compare).reversed());

  private final Map<String, Kind> kinds;
  private final Map<String, Kind> byPlural;
  private final Map<String, List<Module>> modules = new LinkedHashMap<>();
  private final Map<Name, Module> chosen = new LinkedHashMap<>();
  private final List<Rejected> rejected;
  private final PriceBook prices;
  private final Policies policies;
  private final TagForms tags;

  Catalog(
      Map<String, Kind> kinds,
      Map<String, List<Module>> modules,
      List<Rejected> rejected,
      PriceBook prices,
      Policies policies,
      TagForms tags) {
    this.kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    this.byPlural = new LinkedHashMap<>();
    this.kinds.values().forEach(kind -> byPlural.put(kind.plural(), kind));
    this.rejected = List.copyOf(rejected);
    this.prices = prices;
    this.policies = policies;
    this.tags = tags;
    modules.forEach(this::add);
  }

  /**
   * Loads every {@code <kind>/kind.yaml} and {@code <kind>/<module>/<version>.yaml} below the
   * directory. A module that is wrong is left out and listed under {@link #rejected}; a wrong
   * {@code kind.yaml} leaves out the kind with all its modules. The rules in {@code
   * policies/*.yaml} are loaded last; what a wrong one could have refused is refused.
   *
   * @throws dev.automat.document.DocumentException only if the directory can not be read or holds
   *     no usable kind
   */
  public static Catalog load(Path directory, InstalledPlugins plugins) {
    return new CatalogLoader(directory, plugins).load();
  }

  private void add(String kind, List<Module> unsorted) {
    List<Module> sorted = unsorted.stream().sorted(NEWEST_FIRST).toList();
    modules.put(kind, sorted);
    for (Module module : sorted) {
      chosen.put(new Name(kind, module.name(), Optional.of(module.version())), module);
    }
    sorted.stream()
        .sorted(Comparator.comparing(module -> module.status().stage()))
        .forEach(
            module -> chosen.putIfAbsent(new Name(kind, module.name(), Optional.empty()), module));
  }

  public Collection<Kind> kinds() {
    return kinds.values();
  }

  public Optional<Kind> kind(String name) {
    return Optional.ofNullable(kinds.get(name));
  }

  public Optional<Kind> kindByPlural(String plural) {
    return Optional.ofNullable(byPlural.get(plural));
  }

  /** The usable modules of a kind, newest version first within a name. */
  public List<Module> modules(String kind) {
    return modules.getOrDefault(kind, List.of());
  }

  /**
   * The module version.
   *
   * @param version empty: the newest that is stable, if there is none the newest in preview, if
   *     there is none either the newest deprecated
   */
  public Optional<Module> module(String kind, String module, Optional<String> version) {
    return Optional.ofNullable(chosen.get(new Name(kind, module, version)));
  }

  /** The list prices that estimates are made with. */
  public PriceBook prices() {
    return prices;
  }

  /** The rules that plans must keep. */
  public Policies policies() {
    return policies;
  }

  /** What the clouds of the installed plugins take as tags. */
  public TagForms tags() {
    return tags;
  }

  /** The files that were left out, and why. */
  public List<Rejected> rejected() {
    return rejected;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  /**
   * A file that was left out.
   *
   * @param reasons each with file, line and column
   */
  public record Rejected(String file, List<String> reasons) {}

  private record Name(String kind, String module, Optional<String> version) {}
}
