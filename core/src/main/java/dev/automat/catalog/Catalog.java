package dev.automat.catalog;

import dev.automat.cost.PriceBook;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.policy.Policies;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * All kinds, all usable module versions, and the platform's rules. What {@link #load} gives never
 * changes; {@link ActiveCatalog} is always the one that the platform works with.
 */
public interface Catalog {

  /**
   * Loads every {@code <kind>/kind.yaml} and {@code <kind>/<module>/<version>.yaml} below the
   * directory. A module that is wrong is left out and listed under {@link #rejected}; a wrong
   * {@code kind.yaml} leaves out the kind with all its modules. The rules in {@code
   * policies/*.yaml} are loaded last; what a wrong one could have refused is refused.
   *
   * @throws dev.automat.document.DocumentException only if the directory can not be read or holds
   *     no usable kind
   */
  static Catalog load(Path directory, InstalledPlugins plugins) {
    return new CatalogLoader(directory, plugins).load();
  }

  /** The same as it stands now: it does not change while somebody works with it. */
  default Catalog snapshot() {
    return this;
  }

  Collection<Kind> kinds();

  Optional<Kind> kind(String name);

  Optional<Kind> kindByPlural(String plural);

  /** The usable modules of a kind, newest version first within a name. */
  List<Module> modules(String kind);

  /**
   * The module version.
   *
   * @param version empty: the newest that is stable, if there is none the newest deprecated. What
   *     is in preview is had by its version alone
   */
  Optional<Module> module(String kind, String module, Optional<String> version);

  /** The list prices that estimates are made with. */
  PriceBook prices();

  /** The rules that plans must keep. */
  Policies policies();

  /** What the clouds of the installed plugins take as tags. */
  TagForms tags();

  /** All its files as one thing; empty if they can not be one, such as where one is a link. */
  Optional<Bundle> bundle();

  /** The files that were left out, and why. */
  List<Rejected> rejected();

  /**
   * A file that was left out.
   *
   * @param reasons each with file, line and column
   */
  record Rejected(String file, List<String> reasons) {}
}
