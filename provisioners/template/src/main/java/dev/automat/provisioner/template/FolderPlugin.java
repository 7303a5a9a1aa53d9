package dev.automat.provisioner.template;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Step 1 of the walk: what the plugin is called, how it is configured, which types it has. It is
 * found through {@code META-INF/services/dev.automat.spi.ProvisionerPlugin}.
 */
public final class FolderPlugin implements ProvisionerPlugin {

  @Override
  public String name() {
    return "folders";
  }

  @Override
  public String configurationSchema() {
    return """
    {
      "type": "object",
      "additionalProperties": false,
      "required": ["root"],
      "properties": {
        "root": {"type": "string", "description": "Absolute path of an existing directory."}
      }
    }
    """;
  }

  @Override
  public List<TypeDescriptor> types() {
    return List.of(FolderType.DESCRIPTOR);
  }

  /**
   * No call to the cloud here, nor a look at the disk: a cloud that is down must not keep Automat
   * from starting. Only what the configuration itself says can be refused.
   */
  @Override
  public Provisioner open(PluginContext context) {
    // The schema was checked before: root is there, and is text.
    Path root = Path.of(String.valueOf(context.configuration().get("root")));
    if (!root.isAbsolute()) {
      throw new ProvisionerException(
          ErrorCode.DENIED, "root is not an absolute path: " + root, "write it from / on");
    }
    Map<String, ResourceType> types =
        Map.of(FolderType.DESCRIPTOR.type(), new FolderType(new FolderCloud(root)));
    // Nothing to close: with a client or a pool, this would be a class of its own.
    return () -> types;
  }
}
