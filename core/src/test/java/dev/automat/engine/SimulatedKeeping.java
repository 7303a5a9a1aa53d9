package dev.automat.engine;

import dev.automat.spi.BindingTarget;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Outcome;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Ability;
import dev.automat.testkit.ForwardingType;
import dev.automat.testkit.HostileCloud;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A plugin whose databases can be put out of reach and copied. What is in one is a word that says
 * whose data it is. A call fails before or after its effect now and then, and a copy or a restore
 * takes several.
 */
final class SimulatedKeeping implements ProvisionerPlugin {

  private static final double TROUBLE = 0.05;
  private static final double NO_ROOM = 0.1;

  private final ProvisionerPlugin hostile;
  private final HostileCloud cloud;
  private final RandomGenerator random;
  private final Map<String, String> data = new HashMap<>();
  private final Map<String, String> snapshots = new HashMap<>();
  private final Set<String> cut = new HashSet<>();
  private final Set<String> leavingNothing = new HashSet<>();
  private final Set<String> copiedByTheCloud = new HashSet<>();
  private Runnable beforeCopying = () -> {};
  private Runnable afterCopying = () -> {};
  private boolean calm;

  SimulatedKeeping(ProvisionerPlugin hostile, HostileCloud cloud, RandomGenerator random) {
    this.hostile = hostile;
    this.cloud = cloud;
    this.random = random;
  }

  /** From now on no call fails. */
  void becomeCalm() {
    calm = true;
  }

  /** What happens before and after each call for a copy takes effect, from now on. */
  void around(Runnable before, Runnable after) {
    beforeCopying = before;
    afterCopying = after;
  }

  /** Whose data are in it. */
  Optional<String> dataIn(String uid) {
    return Optional.ofNullable(data.get(uid));
  }

  /** Whether nobody can reach it. */
  boolean isCut(String uid) {
    return cut.contains(uid);
  }

  /** Somebody opens it behind the engine's back. */
  void open(String uid) {
    cut.remove(uid);
  }

  /** Of what a deletion has left a copy that nobody asked for. */
  Set<String> copiedByTheCloud() {
    return Set.copyOf(copiedByTheCloud);
  }

  /** What is in it goes. */
  void lose(String uid) {
    data.remove(uid);
  }

  /** The copies that stand. */
  Set<String> snapshots() {
    return Set.copyOf(snapshots.keySet());
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
                    ? type.withAbilities(Ability.QUARANTINE, Ability.RECOVERY)
                    : type)
        .toList();
  }

  @Override
  public Provisioner open(PluginContext context) {
    Map<String, ResourceType> types = new HashMap<>(hostile.open(context).types());
    types.computeIfPresent("hostile/database", (_, sound) -> new Database(sound));
    return () -> types;
  }

  private final class Database extends ForwardingType implements Quarantinable, Recoverable {

    private Database(ResourceType sound) {
      super(sound);
    }

    @Override
    public Optional<Quarantinable> quarantinable() {
      return Optional.of(this);
    }

    @Override
    public Optional<Recoverable> recoverable() {
      return Optional.of(this);
    }

    @Override
    public Outcome create(Desired desired) {
      data.putIfAbsent(desired.ref().uid(), desired.ref().uid());
      return super.create(desired);
    }

    /** As clouds do that copy by themselves what is deleted, unless they were told. */
    @Override
    public void delete(ResourceRef ref) {
      boolean kept = snapshots.keySet().stream().anyMatch(name -> name.contains(ref.uid()));
      if (!cloud.live(ref.uid()).isEmpty() && !kept && !leavingNothing.contains(ref.uid())) {
        copiedByTheCloud.add(ref.uid());
      }
      super.delete(ref);
      cut.remove(ref.uid());
    }

    @Override
    public Optional<String> quarantine(BindingTarget target) {
      return call(
          () -> {
            cut.add(target.ref().uid());
            return goesOn() ? Optional.of("ending sessions") : Optional.empty();
          });
    }

    @Override
    public Optional<String> release(BindingTarget target) {
      return call(
          () -> {
            cut.remove(target.ref().uid());
            return Optional.empty();
          });
    }

    @Override
    public Copy snapshot(ResourceRef ref, String name) {
      return call(
          () -> {
            beforeCopying.run();
            Copy copy = copy(ref, name);
            afterCopying.run();
            return copy;
          });
    }

    private Copy copy(ResourceRef ref, String name) {
      // Also where there is one: what was begun a moment ago may not be shown yet.
      if (!calm && random.nextDouble() < NO_ROOM) {
        throw noRoom();
      }
      if (snapshots.containsKey(name)) {
        return goesOn()
            ? new Copy.Working("copying", Duration.ofSeconds(30))
            : new Copy.Taken(name);
      }
      if (cloud.live(ref.uid()).isEmpty()) {
        return new Copy.Nothing("it is gone");
      }
      snapshots.put(name, data.getOrDefault(ref.uid(), "nothing"));
      return new Copy.Working("copying", Duration.ofSeconds(30));
    }

    @Override
    public Outcome restore(Desired desired, String snapshotId) {
      return call(
          () -> {
            String content =
                Optional.ofNullable(snapshots.get(snapshotId))
                    .orElseThrow(
                        () ->
                            new ProvisionerException(
                                ErrorCode.SNAPSHOT_GONE,
                                snapshotId + " is gone",
                                "make a new one"));
            data.put(desired.ref().uid(), content);
            return super.create(desired);
          });
    }

    @Override
    public void leaveNothing(ResourceRef ref) {
      call(() -> leavingNothing.add(ref.uid()));
    }

    @Override
    public boolean snapshotExists(Scope scope, String snapshotId) {
      return snapshots.containsKey(snapshotId);
    }

    @Override
    public void discard(Scope scope, String snapshotId) {
      call(() -> Optional.ofNullable(snapshots.remove(snapshotId)));
    }
  }

  private boolean goesOn() {
    return !calm && random.nextInt(3) == 0;
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
    return !calm && random.nextDouble() < TROUBLE;
  }

  static ProvisionerException noRoom() {
    return new ProvisionerException(
        ErrorCode.QUOTA_EXCEEDED, "there are too many snapshots", "delete one, or ask for more");
  }

  static ProvisionerException unreachable(String message) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("keeping-unreachable"), message, "nothing: it is tried again");
  }
}
