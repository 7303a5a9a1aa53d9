package dev.automat.engine;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A cloud whose things are there at once, and that binds applications; it fails as it is told. */
final class BoundCloud implements ProvisionerPlugin, ResourceType, Bindable {

  static final String TYPE_NAME = "bound/thing";

  private final Map<String, Present> things = new HashMap<>();
  private final Map<String, Map<GrantId, Grant>> grants = new TreeMap<>();
  final List<String> calls = new ArrayList<>();
  private final BindingOffer offer;
  private Optional<Credentials> secret = Optional.of(new Credentials("all", "the-first"));
  private final Set<GrantId> incomplete = new HashSet<>();
  private Supplier<Set<GrantId>> lacking = () -> Set.copyOf(incomplete);
  private Runnable before = () -> {};
  private Runnable after = () -> {};

  /** One that makes users. */
  BoundCloud() {
    this(new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.USER));
  }

  BoundCloud(BindingOffer offer) {
    this.offer = offer;
  }

  /** What all have from now on; empty for nothing. */
  void share(Optional<Credentials> other) {
    secret = other;
  }

  /** What happens before and after each effect from now on. */
  void around(Runnable first, Runnable then) {
    before = first;
    after = then;
  }

  /** Those grants lack something from now on, until they are bound again. */
  void lack(GrantId... grants) {
    incomplete.addAll(List.of(grants));
  }

  /** What is answered from now on to the question which grants lack something. */
  void answerOfLacks(Supplier<Set<GrantId>> answer) {
    lacking = answer;
  }

  /** The grants on the thing. */
  Map<GrantId, Grant> standing(String uid) {
    return grants.computeIfAbsent(uid, _ -> new HashMap<>());
  }

  /** The secrets that are valid on the thing, by version. */
  Map<Integer, String> passwords(String uid) {
    Map<Integer, String> passwords = new TreeMap<>();
    standing(uid)
        .forEach(
            (id, grant) -> {
              if (grant.holder() instanceof Grant.User(Credentials credentials)) {
                passwords.put(id.version(), credentials.password());
              }
            });
    return passwords;
  }

  void loseThing(String uid) {
    things.remove(uid);
    grants.remove(uid);
  }

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return doing("grants", () -> Set.copyOf(standing(target.ref().uid()).keySet()));
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    doing(
        "bind " + grant.id().version(),
        () -> {
          incomplete.remove(grant.id());
          return standing(target.ref().uid()).put(grant.id(), grant);
        });
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    doing("unbind " + grant.version(), () -> standing(target.ref().uid()).remove(grant));
  }

  @Override
  public Set<GrantId> incomplete(BindingTarget target, Set<GrantId> standing) {
    return lacking.get();
  }

  @Override
  public Credentials sharedSecret(BindingTarget target) {
    return doing(
        "read",
        () ->
            secret.orElseThrow(
                () ->
                    new ProvisionerException(
                        ErrorCode.INVALID_SETTINGS, "nothing is asked for", "switch it on")));
  }

  private <T> T doing(String call, Supplier<T> effect) {
    calls.add(call);
    before.run();
    T done = effect.get();
    after.run();
    return done;
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Map<String, String> connection = new HashMap<>();
    connection.put("host", outputs.getOrDefault("host", "").toString());
    connection.put(TYPE, "thing");
    if (grant.holder() instanceof Grant.Shared(Credentials all)) {
      connection.put("password", all.password());
    }
    return connection;
  }

  @Override
  public Observation observe(ResourceRef ref) {
    Optional<Present> thing = Optional.ofNullable(things.get(ref.uid()));
    return thing.isPresent() ? thing.get() : new Observation.Absent();
  }

  @Override
  public Outcome create(Desired desired) {
    Present made = Fixtures.present(desired.settings(), desired.tags());
    things.put(desired.ref().uid(), made);
    return new Outcome.Finished(made);
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    return create(desired);
  }

  @Override
  public void delete(ResourceRef ref) {
    loseThing(ref.uid());
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return new ListPage(List.of(), Optional.empty());
  }

  @Override
  public String name() {
    return "bound";
  }

  @Override
  public List<TypeDescriptor> types() {
    return List.of(Fixtures.type(TYPE_NAME, new RateLimit(1000, 100)).withBindings(offer));
  }

  @Override
  public Provisioner open(PluginContext context) {
    return () -> Map.of(TYPE_NAME, this);
  }
}
