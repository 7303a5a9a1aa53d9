package dev.automat.plugin;

import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.TypeDescriptor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The plugins on the class path, and what they say of their types. Opens nothing. */
public final class InstalledPlugins {

  private final Map<String, ProvisionerPlugin> plugins = new LinkedHashMap<>();
  private final Map<String, TypeDescriptor> types = new LinkedHashMap<>();

  /**
   * @throws IllegalStateException if two plugins have one name, or a type does not begin with its
   *     plugin's name
   */
  public InstalledPlugins(Iterable<ProvisionerPlugin> found) {
    found.forEach(this::add);
  }

  /** All that {@link ServiceLoader} finds. */
  public static InstalledPlugins onClassPath() {
    return new InstalledPlugins(ServiceLoader.load(ProvisionerPlugin.class));
  }

  private void add(ProvisionerPlugin plugin) {
    if (plugins.putIfAbsent(plugin.name(), plugin) != null) {
      throw new IllegalStateException(
          "two plugins are named " + plugin.name() + ": remove one from the class path");
    }
    for (TypeDescriptor type : plugin.types()) {
      if (!type.provisioner().equals(plugin.name())) {
        throw new IllegalStateException(
            "plugin "
                + plugin.name()
                + " declares "
                + type.type()
                + ": a type begins with its plugin's name");
      }
      types.put(type.type(), type);
    }
  }

  public Collection<ProvisionerPlugin> plugins() {
    return List.copyOf(plugins.values());
  }

  /** The plugin of that name. */
  public Optional<ProvisionerPlugin> plugin(String name) {
    return Optional.ofNullable(plugins.get(name));
  }

  /** The descriptor of a resource type such as {@code local/postgres}. */
  public Optional<TypeDescriptor> type(String type) {
    return Optional.ofNullable(types.get(type));
  }

  public Collection<TypeDescriptor> types() {
    return List.copyOf(types.values());
  }
}
