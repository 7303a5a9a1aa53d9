package dev.automat.testkit.gcp;

import com.google.cloud.redis.v1.CreateInstanceRequest;
import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.OperationMetadata;
import com.google.cloud.redis.v1.UpdateInstanceRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import com.google.rpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * What stands in the fake of Memorystore: instances, and what is being done to them. Time passes by
 * the clock, at each look.
 */
final class CacheBook {

  /**
   * An instance.
   *
   * @param before what a stale read may show
   */
  private record Entry(Instance now, Optional<Instance> before, Instant changed) {}

  /**
   * One that is under way, or was.
   *
   * @param outcome the instance afterwards; empty where it is deleted
   */
  private record Deed(
      String name,
      String target,
      String verb,
      Instant begun,
      Instant due,
      Optional<Instance> outcome,
      Optional<Status> failure,
      boolean done) {

    Deed finished() {
      return new Deed(name, target, verb, begun, due, outcome, failure, true);
    }
  }

  private final InstantSource clock;
  private final BiPredicate<String, Instant> stale;
  private final Map<String, Entry> instances = new TreeMap<>();
  private final List<Deed> deeds = new ArrayList<>();
  private final Map<String, Integer> enabled = new HashMap<>();
  private final Map<String, Code> failing = new ConcurrentHashMap<>();
  private CacheTimings timings = CacheTimings.NONE;
  private int count;

  CacheBook(InstantSource clock, BiPredicate<String, Instant> stale) {
    this.clock = clock;
    this.stale = stale;
  }

  synchronized void pace(CacheTimings wanted) {
    timings = wanted;
  }

  /** The next creation of an instance of that id fails in its operation. */
  void endCreation(String id, Code code) {
    failing.put(id, code);
  }

  /** As a read shows it. */
  synchronized Optional<Instance> shown(String name, String method) {
    settle();
    Entry entry = instances.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    return stale.test(method, entry.changed) ? entry.before : Optional.of(entry.now);
  }

  synchronized List<Instance> shown(String location) {
    settle();
    return instances.keySet().stream()
        .filter(name -> name.startsWith(location + "/"))
        .flatMap(name -> shown(name, "ListInstances").stream())
        .toList();
  }

  synchronized Optional<Instance> truth(String name) {
    settle();
    return Optional.ofNullable(instances.get(name)).map(Entry::now);
  }

  synchronized List<Instance> all() {
    settle();
    return instances.values().stream().map(Entry::now).toList();
  }

  /** Another whenever AUTH is switched on. */
  synchronized String authString(String name) {
    settle();
    String seed = name + " " + enabled.getOrDefault(name, 0);
    return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
  }

  synchronized Operation create(CreateInstanceRequest request) {
    CacheRules.check(request);
    String name = request.getParent() + "/instances/" + request.getInstanceId();
    if (truth(name).isPresent()) {
      throw GrpcRefusal.exists(name);
    }
    Instance made =
        CacheRules.completed(name, request.getInstance(), count++).toBuilder()
            .setCreateTime(timestamp(clock.instant()))
            .setState(Instance.State.READY)
            .build();
    put(made.toBuilder().clearHost().clearPort().setState(Instance.State.CREATING).build());
    Optional<Status> failure =
        Optional.ofNullable(failing.remove(request.getInstanceId()))
            .map(
                code ->
                    Status.newBuilder()
                        .setCode(code.getNumber())
                        .setMessage("ordered to fail: " + code)
                        .build());
    return begin(
        made.getName(),
        "create",
        timings.creating(),
        failure.isPresent() ? Optional.empty() : Optional.of(made),
        failure);
  }

  synchronized Operation update(UpdateInstanceRequest request) {
    Instance there = ready(request.getInstance().getName());
    Instance changed = CacheRules.changed(there, request);
    put(there.toBuilder().setState(Instance.State.UPDATING).build());
    boolean labels = request.getUpdateMask().getPathsList().equals(List.of("labels"));
    return begin(
        there.getName(),
        "update",
        labels ? timings.labelling() : timings.changing(),
        Optional.of(changed),
        Optional.empty());
  }

  synchronized Operation upgrade(String name, String version) {
    Instance there = ready(name);
    CacheRules.checkUpgrade(there, version);
    put(there.toBuilder().setState(Instance.State.UPDATING).build());
    return begin(
        name,
        "upgrade",
        timings.changing(),
        Optional.of(there.toBuilder().setRedisVersion(version).build()),
        Optional.empty());
  }

  synchronized Operation delete(String name) {
    Instance there = ready(name);
    put(there.toBuilder().setState(Instance.State.DELETING).build());
    return begin(name, "delete", timings.deleting(), Optional.empty(), Optional.empty());
  }

  /** Google does one thing at a time to an instance. */
  private Instance ready(String name) {
    Instance there = truth(name).orElseThrow(() -> GrpcRefusal.missing(name));
    if (there.getState() != Instance.State.READY) {
      throw GrpcRefusal.of(
          Code.FAILED_PRECONDITION, "The instance is in the state " + there.getState() + ".");
    }
    return there;
  }

  private Operation begin(
      String target,
      String verb,
      Duration time,
      Optional<Instance> outcome,
      Optional<Status> failure) {
    Instant now = clock.instant();
    String location = target.substring(0, target.indexOf("/instances/"));
    Deed deed =
        new Deed(
            location + "/operations/operation-" + (deeds.size() + 1),
            target,
            verb,
            now,
            now.plus(time),
            outcome,
            failure,
            false);
    deeds.add(deed);
    settle();
    return operation(deeds.getLast());
  }

  /** Whatever is due has happened. */
  private void settle() {
    Instant now = clock.instant();
    for (int i = 0; i < deeds.size(); i++) {
      Deed deed = deeds.get(i);
      if (!deed.done && !now.isBefore(deed.due)) {
        deeds.set(i, deed.finished());
        if (deed.outcome.isPresent()) {
          put(deed.outcome.get());
        } else {
          instances.remove(deed.target);
        }
      }
    }
  }

  synchronized List<Operation> operations(String location) {
    settle();
    return deeds.stream()
        .filter(deed -> deed.name.startsWith(location + "/"))
        .map(CacheBook::operation)
        .toList();
  }

  synchronized Optional<Operation> operationNamed(String name) {
    settle();
    return deeds.stream()
        .filter(deed -> deed.name.equals(name))
        .map(CacheBook::operation)
        .findFirst();
  }

  private static Operation operation(Deed deed) {
    Operation.Builder operation =
        Operation.newBuilder()
            .setName(deed.name)
            .setDone(deed.done)
            .setMetadata(
                Any.pack(
                    OperationMetadata.newBuilder()
                        .setCreateTime(timestamp(deed.begun))
                        .setTarget(deed.target)
                        .setVerb(deed.verb)
                        .setApiVersion("v1")
                        .build()));
    if (deed.done) {
      deed.failure.ifPresentOrElse(
          operation::setError, () -> operation.setResponse(Any.pack(response(deed))));
    }
    return operation.build();
  }

  private static Message response(Deed deed) {
    return deed.outcome.<Message>map(made -> made).orElseGet(Empty::getDefaultInstance);
  }

  synchronized void edit(String name, Consumer<Instance.Builder> change) {
    Instance.Builder edited = truth(name).orElseThrow().toBuilder();
    change.accept(edited);
    put(edited.build());
  }

  synchronized void plant(Instance instance) {
    put(
        CacheRules.completed(instance.getName(), instance, count++).toBuilder()
            .setCreateTime(timestamp(clock.instant()))
            .setState(Instance.State.READY)
            .build());
  }

  synchronized void uproot(String name) {
    instances.remove(name);
  }

  private void put(Instance instance) {
    Optional<Instance> before =
        Optional.ofNullable(instances.get(instance.getName())).map(Entry::now);
    if (instance.getAuthEnabled() && before.filter(Instance::getAuthEnabled).isEmpty()) {
      enabled.merge(instance.getName(), 1, Integer::sum);
    }
    instances.put(instance.getName(), new Entry(instance, before, clock.instant()));
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
