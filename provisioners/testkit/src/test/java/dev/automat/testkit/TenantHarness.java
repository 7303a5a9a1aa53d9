package dev.automat.testkit;

import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Ability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The hostile database with all capabilities. */
final class TenantHarness extends HostileHarness {

  private final FlawedUsers users;
  private final FlawedTenants tenants;

  TenantHarness(FlawedUsers users, FlawedTenants tenants) {
    super(Faults.NONE, cloud -> plugin(cloud, users, tenants));
    this.users = users;
    this.tenants = tenants;
  }

  private static ProvisionerPlugin plugin(
      HostileCloud cloud, FlawedUsers users, FlawedTenants tenants) {
    HostilePlugin hostile = new HostilePlugin(cloud);
    TypeDescriptor database =
        hostile.types().stream()
            .filter(type -> type.type().endsWith("/database"))
            .findFirst()
            .orElseThrow();
    Set<Ability> abilities = EnumSet.allOf(Ability.class);
    if (tenants.has(LifeFlaw.QUARANTINES_AND_DOES_NOT_SAY_SO)) {
      abilities.remove(Ability.QUARANTINE);
    }
    if (tenants.has(LifeFlaw.COPIES_AND_DOES_NOT_SAY_SO)) {
      abilities.remove(Ability.RECOVERY);
    }
    TypeDescriptor declared =
        database
            .withBindings(new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.USER))
            .withAbilities(abilities.toArray(Ability[]::new));
    return new OneType(
        hostile,
        tenants.has(LifeFlaw.ITS_SWITCH_OF_COPIES_IS_NO_SETTING)
            ? declared.withCopiesIf("nothingOfThatName")
            : declared,
        hostile::open,
        sound -> new TenantType(sound, users, tenants));
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    return super.fingerprint(ref) + tenants.isShut(ref.uid()) + tenants.trace(ref.uid());
  }

  @Override
  public Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    return users.signIn(connection).flatMap(user -> tenants.admitted(ref.uid(), Optional.of(user)));
  }

  @Override
  public boolean opensSessions(String type) {
    return true;
  }

  @Override
  public Optional<Application> session(ResourceRef ref, Map<String, String> connection) {
    return tenants.signIn(ref.uid(), connection.getOrDefault("password", ""));
  }

  @Override
  public boolean reopen(ResourceRef ref) {
    tenants.halfOpen(ref.uid());
    return true;
  }

  @Override
  public List<String> snapshots(String uid) {
    return FlawedSnapshots.lines(tenants.snapshots(), uid);
  }

  @Override
  public Optional<String> plantForeignSnapshot(
      ResourceRef like, String name, Map<String, String> tags) {
    tenants
        .snapshots()
        .put(name, new FlawedSnapshots.Snapshot(tags, Map.of(), new TreeSet<>(), "", 1));
    return Optional.of(name);
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
    tenants.reachable(false);
  }

  @Override
  public void restore() {
    super.restore();
    users.reachable(true);
    tenants.reachable(true);
    users.uproot();
  }
}
