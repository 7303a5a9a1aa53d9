package dev.automat.engine;

import dev.automat.spi.Desired;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
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

/** {@code scripted/thing}, which is what the test says it is. */
class ScriptedType implements ResourceType {

  static final String TYPE = "scripted/thing";

  /** What is seen of it, each time. */
  Observation seen = new Observation.Absent();

  int creates;
  int updates;
  int deletes;

  ProvisionerPlugin plugin() {
    return new ProvisionerPlugin() {
      @Override
      public String name() {
        return "scripted";
      }

      @Override
      public List<TypeDescriptor> types() {
        return List.of(Fixtures.type(TYPE, 1000, 10));
      }

      @Override
      public Provisioner open(PluginContext context) {
        return new Provisioner() {
          @Override
          public Map<String, ResourceType> types() {
            return Map.of(TYPE, ScriptedType.this);
          }

          @Override
          public void close() {
            ScriptedType.this.close();
          }
        };
      }
    };
  }

  /** The plugin is closed. */
  void close() {}

  @Override
  public Observation observe(ResourceRef ref) {
    return seen;
  }

  @Override
  public Outcome create(Desired desired) {
    creates++;
    return new Outcome.Finished((Present) seen);
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    updates++;
    return new Outcome.Finished((Present) seen);
  }

  @Override
  public void delete(ResourceRef ref) {
    deletes++;
    seen = new Observation.Absent();
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return new ListPage(List.of(), Optional.empty());
  }
}
