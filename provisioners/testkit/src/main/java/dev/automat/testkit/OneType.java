package dev.automat.testkit;

import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A plugin with one of its types, so that each has a conformance test of its own.
 *
 * @param whole the plugin; its name and its configuration are kept
 * @param descriptor of the type, as the kit is to know it
 * @param opening opens what has the type
 * @param as makes of the type what the kit is to have
 */
public record OneType(
    ProvisionerPlugin whole,
    TypeDescriptor descriptor,
    Function<PluginContext, Provisioner> opening,
    UnaryOperator<ResourceType> as)
    implements ProvisionerPlugin {

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public String configurationSchema() {
    return whole.configurationSchema();
  }

  @Override
  public List<TypeDescriptor> types() {
    return List.of(descriptor);
  }

  @Override
  public Map<String, String> unavailable(Map<String, Object> configuration) {
    return whole.unavailable(configuration);
  }

  @Override
  public Provisioner open(PluginContext context) {
    Provisioner opened = opening.apply(context);
    ResourceType type = opened.types().get(descriptor.type());
    if (type == null) {
      throw new IllegalStateException("the plugin does not open " + descriptor.type());
    }
    return new Provisioner() {
      @Override
      public Map<String, ResourceType> types() {
        return Map.of(descriptor.type(), as.apply(type));
      }

      @Override
      public void close() {
        opened.close();
      }
    };
  }
}
