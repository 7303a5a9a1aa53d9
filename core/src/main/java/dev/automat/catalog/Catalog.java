package dev.automat.catalog;

import dev.automat.plugin.InstalledPlugins;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** All kinds and all usable module versions. Immutable. */
public final class Catalog {

  private Catalog() {}

  /**
   * Loads every {@code <kind>/kind.yaml} and {@code <kind>/<module>/<version>.yaml} below the
   * directory. A module that is wrong is left out and listed under {@link #rejected}; a wrong
   * {@code kind.yaml} leaves out the kind with all its modules.
   *
   * @throws dev.automat.document.DocumentException only if the directory can not be read or holds
   *     no usable kind
   */
  public static Catalog load(Path directory, InstalledPlugins plugins) {
    throw new UnsupportedOperationException();
  }

  public Collection<Kind> kinds() {
    throw new UnsupportedOperationException();
  }

  public Optional<Kind> kind(String name) {
    throw new UnsupportedOperationException();
  }

  public Optional<Kind> kindByPlural(String plural) {
    throw new UnsupportedOperationException();
  }

  /** The usable modules of a kind, newest version first within a name. */
  public List<Module> modules(String kind) {
    throw new UnsupportedOperationException();
  }

  /**
   * The module version.
   *
   * @param version empty: the newest that is not deprecated, stable before preview
   */
  public Optional<Module> module(String kind, String module, Optional<String> version) {
    throw new UnsupportedOperationException();
  }

  /** The files that were left out, and why. */
  public List<Rejected> rejected() {
    throw new UnsupportedOperationException();
  }

  /**
   * A file that was left out.
   *
   * @param reasons each with file, line and column
   */
  public record Rejected(String file, List<String> reasons) {}
}
