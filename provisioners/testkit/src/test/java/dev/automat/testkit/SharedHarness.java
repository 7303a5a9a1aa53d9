package dev.automat.testkit;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.util.Map;
import java.util.Optional;

/** The hostile database, whose applications all have one secret. */
final class SharedHarness extends HostileHarness {

  private final FlawedShared shared;

  SharedHarness(FlawedShared shared) {
    super(Faults.NONE, cloud -> plugin(cloud, shared));
    this.shared = shared;
  }

  private static ProvisionerPlugin plugin(HostileCloud cloud, FlawedShared shared) {
    HostilePlugin hostile = new HostilePlugin(cloud);
    TypeDescriptor database =
        hostile.types().stream()
            .filter(type -> type.type().endsWith("/database"))
            .findFirst()
            .orElseThrow();
    return new OneType(
        hostile,
        database.withBindings(BindingOffer.shared(Access.READWRITE, "turn it off and on")),
        hostile::open,
        sound -> new SharedType(sound, shared));
  }

  private static final class SharedType extends ForwardingType {

    private final FlawedShared shared;

    SharedType(ResourceType sound, FlawedShared shared) {
      super(sound);
      this.shared = shared.over(sound);
    }

    @Override
    public void delete(ResourceRef ref) {
      super.delete(ref);
      shared.drop(ref.uid());
    }

    @Override
    public Optional<Bindable> bindable() {
      return Optional.of(shared);
    }
  }

  @Override
  public Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    return shared.signIn(ref.uid(), connection);
  }

  @Override
  public void changeSharedSecret(ResourceRef ref) {
    shared.change(ref.uid());
  }

  @Override
  public void disrupt(Disruption disruption) {
    super.disrupt(disruption);
    shared.reachable(false);
  }

  @Override
  public void restore() {
    super.restore();
    shared.reachable(true);
  }
}
