package dev.automat.plugin;

import dev.automat.spi.KeyService;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A usable plugin. What it says of itself was asked once, when it was loaded: afterwards its code
 * runs only to open it, for its operations, and to close it.
 */
public final class LoadedPlugin {

  private static final Logger log = LoggerFactory.getLogger(LoadedPlugin.class);

  /** The SPI wants a second; a busy machine may need more. */
  private static final Duration OPEN = Duration.ofSeconds(5);

  /** As the SPI says. */
  private static final Duration CLOSE = Duration.ofSeconds(5);

  /** What is ours may stop whole servers, one after the other. */
  private static final Duration CLOSE_OURS = Duration.ofSeconds(15);

  /**
   * Pools often let their last threads end just after they were closed, Netty's a second later;
   * where they do, it is over at once.
   */
  private static final Duration THREADS_END = Duration.ofSeconds(5);

  private final ProvisionerPlugin plugin;
  private final Description description;
  private final PluginOrigin origin;
  private final String place;
  private final Optional<String> digest;
  private final PluginThreads threads;
  private final Optional<PluginClassLoader> loader;

  /** What a plugin says of itself. */
  record Description(String name, String configurationSchema, List<TypeDescriptor> types) {

    /** Runs the plugin's code. */
    static Description of(ProvisionerPlugin plugin) {
      return new Description(
          plugin.name(), plugin.configurationSchema(), List.copyOf(plugin.types()));
    }
  }

  LoadedPlugin(
      ProvisionerPlugin plugin,
      Description description,
      PluginOrigin origin,
      String place,
      Optional<String> digest,
      PluginThreads threads,
      Optional<PluginClassLoader> loader) {
    this.plugin = plugin;
    this.description = description;
    this.origin = origin;
    this.place = place;
    this.digest = digest;
    this.threads = threads;
    this.loader = loader;
  }

  /** A library of the program. */
  static LoadedPlugin onClassPath(ProvisionerPlugin plugin, Description description) {
    ClassLoader ours =
        Optional.ofNullable(plugin.getClass().getClassLoader())
            .orElseGet(ClassLoader::getSystemClassLoader);
    return new LoadedPlugin(
        plugin,
        description,
        PluginOrigin.CLASS_PATH,
        "class path",
        Optional.empty(),
        new PluginThreads(description.name(), ours),
        Optional.empty());
  }

  public String name() {
    return description.name();
  }

  /** JSON Schema of its section of the configuration, as text. */
  public String configurationSchema() {
    return description.configurationSchema();
  }

  public List<TypeDescriptor> types() {
    return description.types();
  }

  /** The names of its types, such as {@code aws/sqs-queue}. */
  public List<String> typeNames() {
    return types().stream().map(TypeDescriptor::type).sorted().toList();
  }

  /**
   * Which of its types can not be made here, with this configuration, and why.
   *
   * @throws PluginFailure if it throws, or takes longer than five seconds
   */
  Map<String, String> unavailable(Map<String, Object> configuration) throws PluginFailure {
    return threads.within(
        OPEN, "unavailable", () -> Map.copyOf(plugin.unavailable(configuration)), _ -> {});
  }

  public PluginOrigin origin() {
    return origin;
  }

  /** Where it is, for a person. */
  public String place() {
    return place;
  }

  /** Of its jars; empty for what is on the class path. */
  public Optional<String> digest() {
    return digest;
  }

  /** Whether it has a class loader of its own. */
  public boolean isIsolated() {
    return loader.isPresent();
  }

  /** Where an isolated plugin's calls run. */
  public PluginThreads threads() {
    return threads;
  }

  /**
   * Opens it. What it returns too late is closed again.
   *
   * @throws PluginFailure if it throws, or takes longer than five seconds
   */
  public Provisioner open(PluginContext context) throws PluginFailure {
    Provisioner opened =
        threads.within(OPEN, "open", () -> plugin.open(context), Provisioner::close);
    if (opened == null) {
      throw new PluginFailure("open returned null: tell its authors");
    }
    return opened;
  }

  /**
   * The operations of what {@link #open} returned, by type.
   *
   * @throws PluginFailure if it throws, or takes longer than five seconds
   */
  public Map<String, ResourceType> typesOf(Provisioner opened) throws PluginFailure {
    return threads.within(OPEN, "types()", () -> Map.copyOf(opened.types()), _ -> {});
  }

  /**
   * Closes what {@link #open} returned: five seconds for a plugin from a folder. Names the threads
   * that it leaves behind.
   */
  public void close(Provisioner opened) {
    try {
      threads.within(
          isIsolated() ? CLOSE : CLOSE_OURS,
          "close",
          () -> {
            opened.close();
            return true;
          },
          _ -> {});
    } catch (PluginFailure e) {
      log.warn("the plugin {} was not closed: {}", name(), e.reason());
    }
    if (isIsolated()) {
      List<String> left = threads.leftRunning(THREADS_END);
      if (!left.isEmpty()) {
        log.warn(
            "the plugin {} left threads running after it was closed: {}",
            name(),
            String.join(", ", left));
      }
    }
  }

  /**
   * The key service of that scheme in its jars, if there is one.
   *
   * @throws PluginFailure if its jars can not be searched
   */
  Optional<KeyService> keyService(String scheme) throws PluginFailure {
    ClassLoader own = plugin.getClass().getClassLoader();
    return threads.within(
        OPEN,
        "looking for key services",
        () ->
            ServiceLoader.load(KeyService.class, own).stream()
                // Not those of the program, which every loader on the class path would find again.
                .filter(found -> found.type().getClassLoader() == own)
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.scheme().equals(scheme))
                .<KeyService>map(found -> new GuardedKeyService(name(), scheme, found, threads))
                .findFirst(),
        _ -> {});
  }

  /** Gives up its threads and the files of its jars. */
  void unload() {
    threads.close();
    loader.ifPresent(LoadedPlugin::close);
  }

  static void close(PluginClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      log.warn("the jars of {} were not all closed", loader.getName(), e);
    }
  }
}
