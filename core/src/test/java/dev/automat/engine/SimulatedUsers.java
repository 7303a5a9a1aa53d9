package dev.automat.engine;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import dev.automat.testkit.ForwardingType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The plugin of the simulation, whose databases have users of applications. A call about them fails
 * before or after its effect now and then, as calls to a cloud do.
 *
 * @param hostile what has databases and queues
 */
record SimulatedUsers(
    ProvisionerPlugin hostile,
    RandomGenerator random,
    Map<String, Map<GrantId, Grant>> standing,
    AtomicBoolean calm)
    implements ProvisionerPlugin, Bindable {

  private static final double TROUBLE = 0.05;

  SimulatedUsers(ProvisionerPlugin hostile, RandomGenerator random) {
    this(hostile, random, new HashMap<>(), new AtomicBoolean());
  }

  /** From now on no call fails. */
  void becomeCalm() {
    calm.set(true);
  }

  /** Those of one database. */
  Map<GrantId, Grant> of(String uid) {
    return standing.computeIfAbsent(uid, any -> new HashMap<>());
  }

  /** What goes with a database. */
  void drop(String uid) {
    standing.remove(uid);
  }

  @Override
  public String name() {
    return hostile.name();
  }

  @Override
  public List<TypeDescriptor> types() {
    return hostile.types().stream()
        .map(
            type ->
                type.type().endsWith("/database")
                    ? type.withBindings(
                        new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.USER))
                    : type)
        .toList();
  }

  @Override
  public Provisioner open(PluginContext context) {
    Map<String, ResourceType> types = new HashMap<>(hostile.open(context).types());
    types.computeIfPresent("hostile/database", (name, sound) -> new Database(sound, this));
    return () -> types;
  }

  private static final class Database extends ForwardingType {

    private final SimulatedUsers users;

    private Database(ResourceType sound, SimulatedUsers users) {
      super(sound);
      this.users = users;
    }

    @Override
    public void delete(ResourceRef ref) {
      super.delete(ref);
      users.drop(ref.uid());
    }

    @Override
    public Optional<Bindable> bindable() {
      return Optional.of(users);
    }
  }

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return call(() -> Set.copyOf(of(target.ref().uid()).keySet()));
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    call(() -> Optional.ofNullable(of(target.ref().uid()).put(grant.id(), grant)));
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    call(() -> Optional.ofNullable(of(target.ref().uid()).remove(grant)));
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    return Map.of(TYPE, "hostile");
  }

  private <T> T call(Supplier<T> effect) {
    if (fails()) {
      throw unreachable("no connection");
    }
    T result = effect.get();
    if (fails()) {
      throw unreachable("the connection broke off");
    }
    return result;
  }

  private boolean fails() {
    return !calm.get() && random.nextDouble() < TROUBLE;
  }

  private static ProvisionerException unreachable(String message) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("database-unreachable"), message, "nothing: it is tried again");
  }
}
