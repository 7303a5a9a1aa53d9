package dev.automat.provisioner.local;

import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import dev.automat.testkit.ForwardingType;
import dev.automat.testkit.OneType;
import java.util.Optional;
import java.util.function.Function;

/**
 * The engine names an application's user after its resource, and the types rely on that; the kit
 * has names of its own. Nothing else differs.
 */
public final class NamedAsByTheEngine extends ForwardingType {

  private NamedAsByTheEngine(ResourceType type) {
    super(type);
  }

  /**
   * The plugin with one type alone: the kit disturbs the way to one server at a time.
   *
   * @param opening opens the provisioner that has the type
   */
  public static ProvisionerPlugin alone(
      TypeDescriptor descriptor, Function<PluginContext, Provisioner> opening) {
    return new OneType(new LocalPlugin(), descriptor, opening, NamedAsByTheEngine::new);
  }

  @Override
  public Outcome create(Desired desired) {
    return super.create(named(desired));
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    return super.update(named(desired), observed);
  }

  @Override
  public Optional<Recoverable> recoverable() {
    return super.recoverable().map(Named::new);
  }

  /** The same for what is made of a snapshot. */
  private record Named(Recoverable kept) implements Recoverable {

    @Override
    public Copy snapshot(ResourceRef ref, String name) {
      return kept.snapshot(ref, name);
    }

    @Override
    public Outcome restore(Desired desired, String snapshotId) {
      return kept.restore(named(desired), snapshotId);
    }

    @Override
    public boolean snapshotExists(Scope scope, String snapshotId) {
      return kept.snapshotExists(scope, snapshotId);
    }

    @Override
    public void discard(Scope scope, String snapshotId) {
      kept.discard(scope, snapshotId);
    }
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
