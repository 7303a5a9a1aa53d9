package dev.automat.testkit;

import dev.automat.spi.Bindable;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A type with quarantine and recovery, with the flaw of its tenants. */
final class TenantType extends ForwardingType {

  private final ResourceType sound;
  private final FlawedUsers users;
  private final FlawedTenants tenants;

  TenantType(ResourceType sound, FlawedUsers users, FlawedTenants tenants) {
    super(new BoundType(sound, users));
    this.sound = sound;
    this.users = users;
    this.tenants = tenants;
  }

  @Override
  public Outcome create(Desired desired) {
    Outcome outcome = super.create(desired);
    tenants.moveIn(desired.ref().uid(), desired.credentials().orElseThrow().password());
    return outcome;
  }

  @Override
  public Observation observe(ResourceRef ref) {
    Observation seen = super.observe(ref);
    return seen instanceof Present present
            && tenants.isShut(ref.uid())
            && tenants.has(LifeFlaw.A_QUARANTINE_IS_SHOWN_AS_DRIFT)
        ? drifted(present)
        : seen;
  }

  private static Present drifted(Present present) {
    Map<String, Object> settings = new HashMap<>(present.settings());
    settings.put("zone", "c");
    return new Present(
        present.cloudId(),
        present.state(),
        present.message(),
        settings,
        present.tags(),
        present.outputs(),
        present.parts());
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    if (tenants.has(LifeFlaw.AN_UPDATE_RELEASES)) {
      tenants.open(desired.ref().uid());
    }
    return super.update(desired, observed);
  }

  @Override
  public void delete(ResourceRef ref) {
    if (tenants.isShut(ref.uid()) && tenants.has(LifeFlaw.WHAT_IS_IN_QUARANTINE_IS_NOT_DELETED)) {
      throw BrokenType.refusal(ErrorCode.DENIED, "it is in quarantine");
    }
    super.delete(ref);
    if (tenants.has(LifeFlaw.A_COPY_GOES_WITH_THE_RESOURCE)) {
      tenants.snapshots().keySet().removeIf(name -> name.contains(ref.uid()));
    }
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    ListPage page = super.list(scope, pageToken);
    List<Listed> items = new ArrayList<>(page.items());
    if (tenants.has(LifeFlaw.A_QUARANTINE_HIDES_IT)) {
      items.removeIf(item -> item.uid().filter(tenants::isShut).isPresent());
    }
    if (tenants.has(LifeFlaw.A_COPY_IS_LISTED) && !items.isEmpty()) {
      Present like = items.getFirst().observed();
      tenants
          .snapshots()
          .keySet()
          .forEach(name -> items.add(new Listed(name, Optional.empty(), like)));
    }
    return new ListPage(items, page.next());
  }

  @Override
  public Optional<Bindable> bindable() {
    return Optional.of(users);
  }

  @Override
  public Optional<Quarantinable> quarantinable() {
    return tenants.has(LifeFlaw.SAYS_IT_QUARANTINES_AND_CAN_NOT)
        ? Optional.empty()
        : Optional.of(tenants.quarantine(sound, users));
  }

  @Override
  public Optional<Recoverable> recoverable() {
    return tenants.has(LifeFlaw.SAYS_IT_COPIES_AND_CAN_NOT)
        ? Optional.empty()
        : Optional.of(new FlawedSnapshots(sound, tenants));
  }
}
