package dev.automat.plugin;

import dev.automat.spi.KeyService;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.TypeDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins that can be used, what they say of their types, and those that were left out. */
public final class InstalledPlugins implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(InstalledPlugins.class);

  private final Map<String, LoadedPlugin> plugins = new LinkedHashMap<>();
  private final Map<String, TypeDescriptor> types = new LinkedHashMap<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /** By type, why it can not be made on this machine. */
  private final Map<String, String> lacking = new ConcurrentHashMap<>();

  /** These, as if they were on the class path. One that can not be used is left out. */
  public InstalledPlugins(Iterable<ProvisionerPlugin> found) {
    found.forEach(plugin -> add(ClassPathPlugins.described(plugin)));
  }

  InstalledPlugins(List<Found> found) {
    found.forEach(this::add);
  }

  /** Those on the class path, and no others. */
  public static InstalledPlugins onClassPath() {
    return new InstalledPlugins(ClassPathPlugins.find());
  }

  /** A plugin, or why there is none. */
  sealed interface Found {
    record Usable(LoadedPlugin plugin) implements Found {}

    record Unusable(LeftOut leftOut) implements Found {}
  }

  private void add(Found found) {
    switch (found) {
      case Found.Usable(var plugin) -> add(plugin);
      case Found.Unusable(var left) -> leftOut.add(left);
    }
  }

  /** The first of a name stays, so that nothing that is added takes down what was there. */
  private void add(LoadedPlugin plugin) {
    Optional<LoadedPlugin> other = Optional.ofNullable(plugins.get(plugin.name()));
    if (other.isPresent()) {
      leftOut.add(
          new LeftOut(
              plugin.name(),
              plugin.place(),
              plugin.digest(),
              "another plugin is named so too (" + other.get().place() + "): remove one of them"));
      plugin.unload();
      return;
    }
    plugins.put(plugin.name(), plugin);
    plugin.types().forEach(type -> types.put(type.type(), type));
  }

  /**
   * Asks each plugin which of its types can not be made here. Before that, all can.
   *
   * @param sections of the configuration, by plugin
   */
  public void ask(Map<String, Map<String, Object>> sections) {
    for (LoadedPlugin plugin : plugins.values()) {
      try {
        lacking.putAll(plugin.unavailable(sections.getOrDefault(plugin.name(), Map.of())));
      } catch (PluginFailure e) {
        // Whether they can be made shows when they are: that is the engine's to tell.
        log.warn("the plugin {} does not say what it lacks: {}", plugin.name(), e.reason());
      }
    }
  }

  /** Why a resource type can not be made here; empty if it can. */
  public Optional<String> unavailableType(String type) {
    int slash = type.indexOf('/');
    return unavailable(slash < 0 ? type : type.substring(0, slash))
        .or(() -> Optional.ofNullable(lacking.get(type)));
  }

  public Collection<LoadedPlugin> plugins() {
    return List.copyOf(plugins.values());
  }

  /** The plugin of that name. */
  public Optional<LoadedPlugin> plugin(String name) {
    return Optional.ofNullable(plugins.get(name));
  }

  /** The descriptor of a resource type such as {@code local/postgres}. */
  public Optional<TypeDescriptor> type(String type) {
    return Optional.ofNullable(types.get(type));
  }

  public Collection<TypeDescriptor> types() {
    return List.copyOf(types.values());
  }

  /** The key service whose keys' addresses begin with that, such as {@code aws-kms}. */
  public Optional<KeyService> keyService(String scheme) {
    for (LoadedPlugin plugin : plugins.values()) {
      try {
        Optional<KeyService> service = plugin.keyService(scheme);
        if (service.isPresent()) {
          return service;
        }
      } catch (PluginFailure e) {
        log.warn("the plugin {} has no key services: {}", plugin.name(), e.reason());
      }
    }
    return Optional.empty();
  }

  /** What was found and can not be used. */
  public List<LeftOut> leftOut() {
    return List.copyOf(leftOut);
  }

  /** Why no plugin of that name can be used; empty if one can. */
  public Optional<String> unavailable(String name) {
    if (plugins.containsKey(name)) {
      return Optional.empty();
    }
    String plugin = "the plugin " + name;
    return Optional.of(
        leftOut.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .map(each -> plugin + " was left out: " + each.reason())
            .orElse(plugin + " is not installed"));
  }

  /** Whether a plugin of that name is there, be it usable or not. */
  public boolean isKnown(String name) {
    return plugins.containsKey(name) || leftOut.stream().anyMatch(each -> each.name().equals(name));
  }

  /** Gives up threads and jars. What was opened must be closed before. */
  @Override
  public void close() {
    plugins.values().forEach(LoadedPlugin::unload);
  }
}
