package dev.automat.engine;

import dev.automat.config.Configuration;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The opened plugins, by resource type. */
final class OpenPlugins implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OpenPlugins.class);

  private final List<Provisioner> open = new ArrayList<>();
  private final Map<String, OpenType> types = new HashMap<>();

  /** A type with its operations. */
  record OpenType(TypeDescriptor descriptor, ResourceType operations) {}

  OpenPlugins(
      InstalledPlugins installed,
      Configuration configuration,
      String installation,
      InstantSource clock) {
    for (ProvisionerPlugin plugin : installed.plugins()) {
      PluginContext context =
          new PluginContext(
              installation,
              configuration.provisioners().getOrDefault(plugin.name(), Map.of()),
              configuration.dataDirectory().resolve("provisioners").resolve(plugin.name()),
              clock);
      openOne(plugin, context);
    }
  }

  /** A plugin that can not be opened is named, and takes nothing but its own resources down. */
  private void openOne(ProvisionerPlugin plugin, PluginContext context) {
    try {
      Provisioner provisioner = plugin.open(context);
      open.add(provisioner);
      plugin.types().forEach(type -> add(type, provisioner));
    } catch (ProvisionerException e) {
      log.error("plugin {} can not be opened: {}: {}", plugin.name(), e.getMessage(), e.nextStep());
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      // Its class only: the message of a foreign exception may hold a secret.
      log.error(
          "plugin {} can not be opened: it failed with {}", plugin.name(), e.getClass().getName());
    }
  }

  private void add(TypeDescriptor descriptor, Provisioner provisioner) {
    Optional.ofNullable(provisioner.types().get(descriptor.type()))
        .ifPresentOrElse(
            operations -> types.put(descriptor.type(), new OpenType(descriptor, operations)),
            () ->
                log.error(
                    "plugin {} declares {} and does not have it",
                    descriptor.provisioner(),
                    descriptor.type()));
  }

  /** Empty if the plugin that made a resource is no longer installed. */
  Optional<OpenType> type(String type) {
    return Optional.ofNullable(types.get(type));
  }

  List<OpenType> types() {
    return List.copyOf(types.values());
  }

  @Override
  public void close() {
    for (Provisioner provisioner : open) {
      try {
        provisioner.close();
      } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
        log.warn("a plugin could not be closed: {}", e.getClass().getName());
      }
    }
  }
}
