package dev.automat.engine;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The plugin of the simulation, whose databases have users of applications, and whose queues have
 * one secret each, which somebody changes now and then. A call about them fails before or after its
 * effect now and then, as calls to a cloud do.
 *
 * @param hostile what has databases and queues
 * @param secrets of the queues, by uid
 * @param whenChanged hears the uid of a queue when somebody has changed its secret
 */
record SimulatedUsers(
    ProvisionerPlugin hostile,
    RandomGenerator random,
    Map<String, Map<GrantId, Grant>> standing,
    Map<String, Credentials> secrets,
    Consumer<String> whenChanged,
    AtomicBoolean calm)
    implements ProvisionerPlugin, Bindable {

  /** How the secret of a queue begins. */
  static final String CANARY = "canary-";

  /** What a person does to change it. */
  static final String HOW = "press the red button";

  private static final double TROUBLE = 0.05;

  SimulatedUsers(ProvisionerPlugin hostile, RandomGenerator random, Consumer<String> whenChanged) {
    this(hostile, random, new HashMap<>(), new HashMap<>(), whenChanged, new AtomicBoolean());
  }

  /** From now on no call fails. */
  void becomeCalm() {
    calm.set(true);
  }

  /** The secret that a queue has at this moment. */
  Credentials secretOf(String uid) {
    return secrets.computeIfAbsent(uid, _ -> next());
  }

  /** Somebody changes it. */
  void changeSecret(String uid) {
    secrets.put(uid, next());
    whenChanged.accept(uid);
  }

  private Credentials next() {
    return new Credentials("all", CANARY + random.nextLong());
  }

  /** Who stands with one database or queue. */
  Map<GrantId, Grant> of(String uid) {
    return standing.computeIfAbsent(uid, any -> new HashMap<>());
  }

  /** What goes with a database or queue. */
  void drop(String uid) {
    standing.remove(uid);
    secrets.remove(uid);
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
                type.withBindings(
                    type.type().endsWith("/database")
                        ? new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.USER)
                        : BindingOffer.shared(Access.READWRITE, HOW)))
        .toList();
  }

  @Override
  public Provisioner open(PluginContext context) {
    Map<String, ResourceType> types = new HashMap<>(hostile.open(context).types());
    types.replaceAll((_, sound) -> new Bound(sound, this));
    return () -> types;
  }

  private static final class Bound extends ForwardingType {

    private final SimulatedUsers users;

    private Bound(ResourceType sound, SimulatedUsers users) {
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

  /** Now and then one lacks something. */
  @Override
  public Set<GrantId> incomplete(BindingTarget target, Set<GrantId> all) {
    return call(() -> all.stream().filter(_ -> fails()).collect(Collectors.toSet()));
  }

  /** Now and then it is another one by the time that the answer is there. */
  @Override
  public Credentials sharedSecret(BindingTarget target) {
    String uid = target.ref().uid();
    Credentials read = call(() -> secretOf(uid));
    if (fails()) {
      changeSecret(uid);
    }
    return read;
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
