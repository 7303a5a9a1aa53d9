package dev.automat.provisioner.local;

import dev.automat.spi.Bindable;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Outcome;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One type of the plugin, as the conformance kit can have it alone: the kit disturbs the way to one
 * server at a time.
 *
 * @param descriptor the type's
 * @param opening opens the provisioner that has the type
 */
public record KitPlugin(TypeDescriptor descriptor, Function<PluginContext, Provisioner> opening)
    implements ProvisionerPlugin {

  @Override
  public String name() {
    return "local";
  }

  @Override
  public String configurationSchema() {
    return new LocalPlugin().configurationSchema();
  }

  @Override
  public List<TypeDescriptor> types() {
    return List.of(descriptor);
  }

  @Override
  public Provisioner open(PluginContext context) {
    Provisioner opened = opening.apply(context);
    ResourceType type = opened.types().get(descriptor.type());
    if (type == null) {
      throw new IllegalStateException("no type " + descriptor.type());
    }
    return new Provisioner() {
      @Override
      public Map<String, ResourceType> types() {
        return Map.of(descriptor.type(), new EngineNames(type));
      }

      @Override
      public void close() {
        opened.close();
      }
    };
  }

  /**
   * The engine names an application's user after its resource, and the type relies on that; the kit
   * has names of its own. Nothing else differs.
   */
  private record EngineNames(ResourceType type) implements ResourceType {

    @Override
    public Observation observe(ResourceRef ref) {
      return type.observe(ref);
    }

    @Override
    public Outcome create(Desired desired) {
      return type.create(named(desired));
    }

    @Override
    public Outcome update(Desired desired, Observation.Present observed) {
      return type.update(named(desired), observed);
    }

    @Override
    public void delete(ResourceRef ref) {
      type.delete(ref);
    }

    @Override
    public ListPage list(Scope scope, Optional<String> pageToken) {
      return type.list(scope, pageToken);
    }

    @Override
    public boolean equivalent(String key, Object want, Object got) {
      return type.equivalent(key, want, got);
    }

    @Override
    public Map<String, String> connection(
        Map<String, Object> outputs, Optional<Credentials> credentials) {
      return type.connection(outputs, credentials);
    }

    @Override
    public Optional<Bindable> bindable() {
      return type.bindable();
    }

    private static Desired named(Desired desired) {
      return new Desired(
          desired.ref(),
          desired.settings(),
          desired.tags(),
          desired
              .credentials()
              .map(kits -> new Credentials(desired.ref().externalName(), kits.password())),
          desired.idempotencyToken());
    }
  }
}
