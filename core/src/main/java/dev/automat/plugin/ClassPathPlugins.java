package dev.automat.plugin;

import dev.automat.plugin.InstalledPlugins.Found;
import dev.automat.plugin.LoadedPlugin.Description;
import dev.automat.spi.ProvisionerPlugin;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The plugins that are libraries of the program: its own code, so they run without deadlines. */
final class ClassPathPlugins {

  private static final String PLACE = "class path";

  private ClassPathPlugins() {}

  static List<Found> find() {
    List<Found> found = new ArrayList<>();
    Iterator<ServiceLoader.Provider<ProvisionerPlugin>> providers =
        ServiceLoader.load(ProvisionerPlugin.class).stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return found;
        }
        found.add(described(providers.next().get()));
      } catch (ServiceConfigurationError e) {
        found.add(unusable("?", PluginFailure.of("loading", e)));
      }
    }
  }

  /** Asks the plugin what it is. */
  @SuppressWarnings("CatchingUnchecked") // Whatever a plugin throws leaves out that plugin alone.
  static Found described(ProvisionerPlugin plugin) {
    try {
      Description description = Description.of(plugin);
      Descriptions.check(description, Optional.empty());
      return new Found.Usable(LoadedPlugin.onClassPath(plugin, description));
    } catch (PluginFailure | RuntimeException | LinkageError e) {
      return unusable(plugin.getClass().getSimpleName(), PluginFailure.of("its description", e));
    }
  }

  private static Found unusable(String name, PluginFailure failure) {
    return new Found.Unusable(new LeftOut(name, PLACE, Optional.empty(), failure.reason()));
  }
}
