package dev.automat.testkit;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.NamingRule;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A fake for measuring: {@code counting/thing} answers at once, counts the calls, and holds a
 * hundred thousand things in less than 200 bytes each, as long as many share their settings and
 * tags. It loses everything with the object; opening it twice gives two views of the same things.
 */
public final class CountingPlugin implements ProvisionerPlugin {

  /** The resource type. */
  public static final String TYPE = "counting/thing";

  private static final int PAGE_SIZE = 1000;

  /** What a thing is made of. The name is kept without the uid that it ends in. */
  private static final class Thing {

    private final byte[] name;
    private final Map<String, Object> settings;
    private final Map<String, String> tags;

    Thing(String name, Map<String, Object> settings, Map<String, String> tags) {
      // Bytes, because a String costs another 24 for its header.
      this.name = name.getBytes(StandardCharsets.US_ASCII);
      this.settings = settings;
      this.tags = tags;
    }
  }

  private record Place(String account, String region) {}

  private final Map<Place, ConcurrentNavigableMap<String, Thing>> places =
      new ConcurrentHashMap<>();
  private final Map<Map<String, ?>, Map<String, ?>> shared = new ConcurrentHashMap<>();
  private final Map<Operation, LongAdder> counts;
  private final TypeDescriptor descriptor;

  /**
   * @param listDepth how much a list shows
   */
  public CountingPlugin(ListDepth listDepth) {
    this.descriptor =
        new TypeDescriptor(
            TYPE,
            """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "size": {"type": "integer", "minimum": 1, "description": "How large the thing is."},
                "color": {"type": "string", "description": "What it looks like."}
              }
            }
            """,
            Map.of(),
            new NamingRule(63),
            listDepth,
            CredentialNeed.NONE,
            List.of("address"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            new RateLimit(1_000_000, 1_000));
    Map<Operation, LongAdder> adders = new HashMap<>();
    for (Operation operation : Operation.values()) {
      adders.put(operation, new LongAdder());
    }
    this.counts = Map.copyOf(adders);
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public List<TypeDescriptor> types() {
    return List.of(descriptor);
  }

  @Override
  public Provisioner open(PluginContext context) {
    Map<String, ResourceType> types = Map.of(TYPE, new Things());
    return () -> types;
  }

  /** How many times the operation was called. */
  public long count(Operation operation) {
    return adder(operation).sum();
  }

  /** How many calls there were in all. */
  public long calls() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** How many things stand. */
  public long size() {
    return places.values().stream().mapToLong(Map::size).sum();
  }

  /** Whether something stands for the uid. */
  public boolean holds(String uid) {
    return places.values().stream().anyMatch(things -> things.containsKey(uid));
  }

  private LongAdder adder(Operation operation) {
    LongAdder adder = counts.get(operation);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + operation);
    }
    return adder;
  }

  private ConcurrentNavigableMap<String, Thing> things(Scope scope) {
    return places.computeIfAbsent(
        new Place(scope.account(), scope.region()), key -> new ConcurrentSkipListMap<>());
  }

  /** The one copy of a map that many things share. */
  private <V> Map<String, V> share(Map<String, V> map) {
    Map<String, ?> first = shared.putIfAbsent(map, map);
    if (first == null) {
      return map;
    }
    @SuppressWarnings("unchecked") // unchecked: it equals the argument, so its values are Vs too
    Map<String, V> same = (Map<String, V>) first;
    return same;
  }

  private final class Things implements ResourceType {

    @Override
    public Observation observe(ResourceRef ref) {
      adder(Operation.OBSERVE).increment();
      Thing thing = things(ref.scope()).get(ref.uid());
      if (thing == null) {
        return new Observation.Absent();
      }
      Map<String, String> tags = tags(ref.uid(), thing);
      return OwnershipTags.ownerOf(tags, ref) == OwnershipTags.Owner.FOREIGN
          ? new Observation.Foreign("it carries another installation")
          : present(ref.uid(), thing, ListDepth.FULL);
    }

    @Override
    public Outcome create(Desired desired) {
      adder(Operation.CREATE).increment();
      ResourceRef ref = desired.ref();
      Thing standing =
          things(ref.scope()).computeIfAbsent(ref.uid(), uid -> thing(desired, desired.settings()));
      refuseForeign(ref, standing);
      return new Outcome.Finished(present(ref.uid(), standing, ListDepth.FULL));
    }

    @Override
    public Outcome update(Desired desired, Present observed) {
      adder(Operation.UPDATE).increment();
      ResourceRef ref = desired.ref();
      Thing changed =
          things(ref.scope())
              .computeIfPresent(
                  ref.uid(),
                  (uid, standing) -> {
                    refuseForeign(ref, standing);
                    Map<String, Object> settings = new HashMap<>(standing.settings);
                    settings.putAll(desired.settings());
                    return thing(desired, settings);
                  });
      if (changed == null) {
        throw new ProvisionerException(
            ErrorCode.ofOneResource("gone"),
            ref.externalName() + " is not there",
            "it is observed again");
      }
      return new Outcome.Finished(present(ref.uid(), changed, ListDepth.FULL));
    }

    @Override
    public void delete(ResourceRef ref) {
      adder(Operation.DELETE).increment();
      things(ref.scope())
          .computeIfPresent(
              ref.uid(),
              (uid, standing) -> {
                refuseForeign(ref, standing);
                return null;
              });
    }

    @Override
    public ListPage list(Scope scope, Optional<String> pageToken) {
      adder(Operation.LIST).increment();
      List<ListPage.Listed> items = new ArrayList<>();
      Optional<String> last = Optional.empty();
      for (var entry : things(scope).tailMap(pageToken.orElse(""), false).entrySet()) {
        if (items.size() == PAGE_SIZE) {
          return new ListPage(items, last);
        }
        String uid = entry.getKey();
        if (scope.installation().equals(entry.getValue().tags.get(OwnershipTags.INSTALLATION))) {
          items.add(
              new ListPage.Listed(
                  externalName(uid, entry.getValue()),
                  descriptor.listDepth() == ListDepth.IDENTITY
                      ? Optional.empty()
                      : Optional.of(uid),
                  present(uid, entry.getValue(), descriptor.listDepth())));
        }
        last = Optional.of(uid);
      }
      return new ListPage(items, Optional.empty());
    }
  }

  private Thing thing(Desired desired, Map<String, Object> settings) {
    String uid = desired.ref().uid();
    String name = desired.ref().externalName();
    String kept = name.endsWith("-" + uid) ? name.substring(0, name.length() - uid.length()) : name;
    Map<String, String> tags = new HashMap<>(desired.tags());
    tags.remove(OwnershipTags.UID);
    return new Thing(kept, share(Map.copyOf(settings)), share(Map.copyOf(tags)));
  }

  private static void refuseForeign(ResourceRef ref, Thing standing) {
    if (OwnershipTags.ownerOf(standing.tags, ref) == OwnershipTags.Owner.FOREIGN) {
      throw new ProvisionerException(
          ErrorCode.FOREIGN,
          ref.externalName() + " carries another installation",
          "ask under another name");
    }
  }

  private static String externalName(String uid, Thing thing) {
    String kept = new String(thing.name, StandardCharsets.US_ASCII);
    return kept.endsWith("-") ? kept + uid : kept;
  }

  private static Map<String, String> tags(String uid, Thing thing) {
    Map<String, String> tags = new HashMap<>(thing.tags);
    tags.put(OwnershipTags.UID, uid);
    return tags;
  }

  private static Present present(String uid, Thing thing, ListDepth depth) {
    return switch (depth) {
      case IDENTITY -> present(uid, Map.of(), Map.of(), Map.of());
      case TAGS -> present(uid, Map.of(), tags(uid, thing), Map.of());
      case FULL ->
          present(
              uid,
              thing.settings,
              tags(uid, thing),
              Map.of("address", "thing://" + externalName(uid, thing)));
    };
  }

  private static Present present(
      String uid, Map<String, Object> settings, Map<String, String> tags, Map<String, Object> out) {
    return new Present(
        Optional.of("thing-" + uid), State.AVAILABLE, "", settings, tags, out, List.of());
  }
}
