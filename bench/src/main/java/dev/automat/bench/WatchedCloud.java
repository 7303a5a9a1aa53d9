package dev.automat.bench;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Another plugin, with a note of when it was first asked about a resource. */
final class WatchedCloud implements ProvisionerPlugin {

  private final ProvisionerPlugin cloud;
  private final ConcurrentMap<String, CompletableFuture<Long>> firstCalls =
      new ConcurrentHashMap<>();

  WatchedCloud(ProvisionerPlugin cloud) {
    this.cloud = cloud;
  }

  /** {@link System#nanoTime} of the first call for the resource of that name. */
  CompletableFuture<Long> firstCall(String name) {
    return firstCalls.computeIfAbsent(name, _ -> new CompletableFuture<>());
  }

  private void called(ResourceRef ref) {
    String name = ref.externalName();
    firstCall(name.substring(0, name.lastIndexOf('-'))).complete(System.nanoTime());
  }

  @Override
  public String name() {
    return cloud.name();
  }

  @Override
  public List<TypeDescriptor> types() {
    return cloud.types();
  }

  @Override
  public Provisioner open(PluginContext context) {
    Map<String, ResourceType> watched = new HashMap<>();
    cloud.open(context).types().forEach((name, type) -> watched.put(name, new Watched(type)));
    return () -> watched;
  }

  private final class Watched implements ResourceType {

    private final ResourceType type;

    Watched(ResourceType type) {
      this.type = type;
    }

    @Override
    public Observation observe(ResourceRef ref) {
      called(ref);
      return type.observe(ref);
    }

    @Override
    public Outcome create(Desired desired) {
      called(desired.ref());
      return type.create(desired);
    }

    @Override
    public Outcome update(Desired desired, Observation.Present observed) {
      return type.update(desired, observed);
    }

    @Override
    public void delete(ResourceRef ref) {
      type.delete(ref);
    }

    @Override
    public ListPage list(Scope scope, Optional<String> pageToken) {
      return type.list(scope, pageToken);
    }
  }
}
