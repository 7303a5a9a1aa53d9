package dev.automat.catalog;

import dev.automat.catalog.ModuleStatus.Stage;
import dev.automat.cost.PriceBook;
import dev.automat.policy.Policies;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalogue that was read of one directory. Immutable. */
final class LoadedCatalog implements Catalog {

  private static final Comparator<Module> NEWEST_FIRST =
      Comparator.comparing(Module::name)
          .thenComparing(
              Module::version,
              Comparator.comparing(LoadedCatalog::numbers, Arrays::compare).reversed());

  private final Map<String, Kind> kinds;
  private final Map<String, Kind> byPlural;
  private final Map<String, List<Module>> modules = new LinkedHashMap<>();
  private final Map<Name, Module> chosen = new LinkedHashMap<>();
  private final List<Rejected> rejected;
  private final PriceBook prices;
  private final Policies policies;
  private final TagForms tags;
  private final Optional<Bundle> bundle;

  LoadedCatalog(
      Map<String, Kind> kinds,
      Map<String, List<Module>> modules,
      List<Rejected> rejected,
      PriceBook prices,
      Policies policies,
      TagForms tags,
      Optional<Bundle> bundle) {
    this.kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    this.byPlural = new LinkedHashMap<>();
    this.kinds.values().forEach(kind -> byPlural.put(kind.plural(), kind));
    this.rejected = List.copyOf(rejected);
    this.prices = prices;
    this.policies = policies;
    this.tags = tags;
    this.bundle = bundle;
    modules.forEach(this::add);
  }

  private void add(String kind, List<Module> unsorted) {
    List<Module> sorted = unsorted.stream().sorted(NEWEST_FIRST).toList();
    modules.put(kind, sorted);
    for (Module module : sorted) {
      chosen.put(new Name(kind, module.name(), Optional.of(module.version())), module);
    }
    sorted.stream()
        .filter(module -> module.status().stage() != Stage.PREVIEW)
        .sorted(Comparator.comparing(module -> module.status().stage()))
        .forEach(
            module -> chosen.putIfAbsent(new Name(kind, module.name(), Optional.empty()), module));
  }

  @Override
  public Collection<Kind> kinds() {
    return kinds.values();
  }

  @Override
  public Optional<Kind> kind(String name) {
    return Optional.ofNullable(kinds.get(name));
  }

  @Override
  public Optional<Kind> kindByPlural(String plural) {
    return Optional.ofNullable(byPlural.get(plural));
  }

  @Override
  public List<Module> modules(String kind) {
    return modules.getOrDefault(kind, List.of());
  }

  @Override
  public Optional<Module> module(String kind, String module, Optional<String> version) {
    return Optional.ofNullable(chosen.get(new Name(kind, module, version)));
  }

  @Override
  public PriceBook prices() {
    return prices;
  }

  @Override
  public Policies policies() {
    return policies;
  }

  @Override
  public TagForms tags() {
    return tags;
  }

  @Override
  public Optional<Bundle> bundle() {
    return bundle;
  }

  @Override
  public List<Rejected> rejected() {
    return rejected;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  private record Name(String kind, String module, Optional<String> version) {}
}
