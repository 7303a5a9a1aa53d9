package dev.automat.testkit;

import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.TypeDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The hostile database, whose applications are bound. */
final class BoundHarness extends HostileHarness {

  private final FlawedUsers users;

  BoundHarness(FlawedUsers users) {
    super(Faults.NONE, cloud -> plugin(cloud, users));
    this.users = users;
  }

  private static ProvisionerPlugin plugin(HostileCloud cloud, FlawedUsers users) {
    HostilePlugin hostile = new HostilePlugin(cloud);
    TypeDescriptor database =
        hostile.types().stream()
            .filter(type -> type.type().endsWith("/database"))
            .findFirst()
            .orElseThrow();
    return new OneType(
        hostile,
        database.withBindings(
            new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.USER)),
        hostile::open,
        sound -> new BoundType(sound, users));
  }

  @Override
  public Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    return users.signIn(connection);
  }

  @Override
  public boolean plantForeignGrant(ResourceRef ref, Grant grant, Map<String, String> tags) {
    users.plant(grant.id().userName(ref.uid()), tags);
    return true;
  }

  @Override
  public List<String> leftovers(String uid) {
    List<String> all = new ArrayList<>(super.leftovers(uid));
    all.addAll(users.of(uid));
    return all;
  }

  @Override
  public void disrupt(Disruption disruption) {
    super.disrupt(disruption);
    users.reachable(false);
  }

  @Override
  public void restore() {
    super.restore();
    users.reachable(true);
    users.uproot();
  }
}
