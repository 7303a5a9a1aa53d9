package dev.automat.provisioner.local;

import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceType;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** The plugin, opened as the engine opens it. */
public record Opened(Provisioner provisioner) implements AutoCloseable {

  public static final String INSTALLATION = "test-installation";

  public static Opened in(Path directory, Map<String, Object> configuration) {
    return new Opened(
        new LocalPlugin()
            .open(
                new PluginContext(INSTALLATION, configuration, directory, InstantSource.system())));
  }

  public static Opened in(Path directory) {
    return in(directory, Map.of());
  }

  public ResourceType postgres() {
    return type("local/postgres");
  }

  public ResourceType queue() {
    return type("local/sqs-queue");
  }

  private ResourceType type(String name) {
    ResourceType type = provisioner.types().get(name);
    if (type == null) {
      throw new AssertionError("the plugin has no type " + name);
    }
    return type;
  }

  @Override
  public void close() {
    provisioner.close();
  }
}
