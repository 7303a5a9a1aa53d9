package dev.automat.engine;

import dev.automat.config.Configuration;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.LoadedPlugin;
import dev.automat.plugin.PluginFailure;
import dev.automat.spi.Bindable;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Ability;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The opened plugins, by resource type. */
final class OpenPlugins implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OpenPlugins.class);

  private final InstalledPlugins installed;
  private final Queue<Opened> open = new ConcurrentLinkedQueue<>();
  private final Map<String, OpenType> types = new ConcurrentHashMap<>();
  private final Map<String, String> unopened = new ConcurrentHashMap<>();

  private record Opened(LoadedPlugin plugin, Provisioner provisioner) {}

  /**
   * A type with its operations.
   *
   * @param bindable what binds applications, if the type does
   * @param quarantinable what puts one out of reach, if the type can
   * @param recoverable what keeps copies, if the type can
   */
  record OpenType(
      TypeDescriptor descriptor,
      ResourceType operations,
      Optional<Bindable> bindable,
      Optional<Quarantinable> quarantinable,
      Optional<Recoverable> recoverable) {}

  /** Returns when each plugin is open, or has failed to open, or has taken its time for it. */
  OpenPlugins(
      InstalledPlugins installed,
      Configuration configuration,
      String installation,
      InstantSource clock) {
    this.installed = installed;
    // What the tag automat-installation holds, and policies of a cloud ask for.
    log.info("installation {}", installation);
    forEach(
        installed.plugins(),
        plugin ->
            openOne(
                plugin,
                new PluginContext(
                    installation,
                    configuration.provisioners().getOrDefault(plugin.name(), Map.of()),
                    configuration.dataDirectory().resolve("provisioners").resolve(plugin.name()),
                    clock)));
  }

  /** At the same time, so that one that hangs costs the others nothing. */
  private static <T> void forEach(Collection<T> all, Consumer<T> act) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      all.forEach(each -> threads.execute(() -> act.accept(each)));
    }
  }

  /** A plugin that can not be opened is named, and takes nothing but its own resources down. */
  private void openOne(LoadedPlugin plugin, PluginContext context) {
    try {
      Provisioner provisioner = plugin.open(context);
      open.add(new Opened(plugin, provisioner));
      Map<String, ResourceType> operations = plugin.typesOf(provisioner);
      plugin.types().forEach(type -> add(plugin, type, operations));
    } catch (PluginFailure e) {
      unopened.put(plugin.name(), e.reason());
      log.error("plugin {} can not be opened: {}", plugin.name(), e.reason(), e.getCause());
    }
  }

  private void add(
      LoadedPlugin plugin, TypeDescriptor descriptor, Map<String, ResourceType> operations) {
    Optional.ofNullable(operations.get(descriptor.type()))
        .ifPresentOrElse(
            type -> add(plugin, descriptor, new GuardedType(plugin, type)),
            () -> defect(plugin, "it declares " + descriptor.type() + " and does not have it"));
  }

  /** Admission believes the descriptor, so the operations must be what it says. */
  private void add(LoadedPlugin plugin, TypeDescriptor descriptor, GuardedType type) {
    Optional<Bindable> bindable = type.bindable();
    if (bindable.isPresent() != descriptor.bindings().isPresent()) {
      defect(
          plugin,
          descriptor.type()
              + (bindable.isPresent()
                  ? " is Bindable, and its descriptor has no bindings"
                  : " has bindings in its descriptor, and is not Bindable"));
      return;
    }
    Optional<Quarantinable> quarantinable = type.quarantinable();
    Optional<Recoverable> recoverable = type.recoverable();
    if (quarantinable.isPresent() != descriptor.can(Ability.QUARANTINE)
        || recoverable.isPresent() != descriptor.can(Ability.RECOVERY)) {
      defect(
          plugin,
          descriptor.type()
              + " declares the abilities "
              + descriptor.abilities()
              + ", which are not those that it has");
      return;
    }
    types.put(
        descriptor.type(), new OpenType(descriptor, type, bindable, quarantinable, recoverable));
  }

  private void defect(LoadedPlugin plugin, String reason) {
    unopened.put(plugin.name(), reason);
    log.error("plugin {}: {}", plugin.name(), reason);
  }

  /** Empty if the plugin that made a resource can not be used. */
  Optional<OpenType> type(String type) {
    return Optional.ofNullable(types.get(type));
  }

  /** Why there is no such {@link #type}, for a person. */
  String whyNot(String type) {
    String name = type.replaceFirst("/.*", "");
    return installed
        .unavailable(name)
        .or(
            () ->
                Optional.ofNullable(unopened.get(name))
                    .map(reason -> "the plugin " + name + " could not be opened: " + reason))
        .orElse("the plugin " + name + " has no type " + type);
  }

  /** What is loaded and could not be opened as a whole: name to reason. */
  Map<String, String> unopened() {
    return Map.copyOf(unopened);
  }

  List<OpenType> types() {
    return List.copyOf(types.values());
  }

  /** Closes each plugin. Closing twice is closing once. */
  @Override
  public void close() {
    List<Opened> closing = List.copyOf(open);
    open.removeAll(closing);
    forEach(closing, opened -> opened.plugin().close(opened.provisioner()));
  }
}
