package dev.automat.testkit;

import dev.automat.spi.Desired;
import dev.automat.spi.ListPage;
import dev.automat.spi.NamingRule;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import dev.automat.testkit.CloudFailure.Reason;
import dev.automat.testkit.HostileCloud.Order;
import dev.automat.testkit.HostileCloud.Shown;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code hostile/database}: known by its name, which the cloud gives out only once. */
final class HostileDatabase implements ResourceType {

  static final TypeDescriptor DESCRIPTOR =
      new TypeDescriptor(
          "hostile/database",
          """
          {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "required": ["class"],
            "properties": {
              "class": {"type": "string", "description": "Size of the machine; the cloud lower-cases it."},
              "storageGiB": {"type": "integer", "minimum": 1, "description": "Disk in GiB; never shrinks."},
              "engineVersion": {"type": "string", "description": "Major version; the cloud adds a minor one."},
              "zone": {"type": "string", "description": "Zone; the cloud chooses one if none is given."},
              "backupDays": {"type": "integer", "minimum": 0, "description": "Days for which backups are kept; the cloud silently keeps 7 at most."}
            }
          }
          """,
          Map.of(
              "storageGiB", Change.GROW_ONLY,
              "engineVersion", Change.REPLACE,
              "zone", Change.REPLACE),
          new NamingRule(40),
          ListDepth.TAGS,
          CredentialNeed.USERNAME_PASSWORD,
          List.of("host", "port", "database"),
          Duration.ofMinutes(1),
          Duration.ofMinutes(6),
          new RateLimit(20, 10));

  private static final Duration POLL = Duration.ofSeconds(15);

  private final HostileCloud cloud;
  private final HostileCalls calls;

  HostileDatabase(HostileCloud cloud) {
    this.cloud = cloud;
    this.calls = new HostileCalls(cloud, DESCRIPTOR.type());
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return calls.run(
        Operation.OBSERVE,
        ref,
        () -> {
          Optional<Shown> found = find(ref);
          if (found.isEmpty()) {
            return new Observation.Absent();
          }
          return HostileCalls.foreign(ref, found.get())
              ? new Observation.Foreign(HostileCalls.owner(found.get()))
              : present(found.get());
        });
  }

  @Override
  public Outcome create(Desired desired) {
    return calls.run(Operation.CREATE, desired.ref(), () -> createOnce(desired));
  }

  private Outcome createOnce(Desired desired) {
    ResourceRef ref = desired.ref();
    Optional<Shown> found = find(ref);
    if (found.isPresent()) {
      return outcomeOfCreate(own(ref, found.get()));
    }
    try {
      return outcomeOfCreate(cloud.create(HostileCalls.place(ref.scope()), order(desired)));
    } catch (CloudFailure failure) {
      if (failure.reason() != Reason.CONFLICT) {
        throw failure;
      }
      return find(ref)
          .map(taken -> outcomeOfCreate(own(ref, taken)))
          .orElseGet(
              () -> new Outcome.Working(Optional.empty(), "not shown by the cloud yet", POLL));
    }
  }

  private static Order order(Desired desired) {
    return new Order(
        Kind.DATABASE,
        desired.ref().externalName(),
        desired.settings(),
        desired.tags(),
        desired.credentials(),
        Optional.of(desired.idempotencyToken()),
        Optional.empty(),
        desired.ref().uid());
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    return calls.run(Operation.UPDATE, desired.ref(), () -> updateOnce(desired));
  }

  private Outcome updateOnce(Desired desired) {
    ResourceRef ref = desired.ref();
    Shown standing = own(ref, find(ref).orElseThrow(() -> HostileCalls.gone(ref.externalName())));
    if (!desired.tags().entrySet().stream().allMatch(tag -> carries(standing, tag))) {
      cloud.tag(HostileCalls.place(ref.scope()), standing.id(), desired.tags(), ref.uid());
    }
    Map<String, Object> changes = changes(desired, standing);
    Shown result =
        changes.isEmpty()
            ? find(ref).orElse(standing)
            : cloud.modify(HostileCalls.place(ref.scope()), standing.id(), changes, ref.uid());
    return outcome(result, "changing");
  }

  private static boolean carries(Shown shown, Map.Entry<String, String> tag) {
    return tag.getValue().equals(shown.tags().get(tag.getKey()));
  }

  private Map<String, Object> changes(Desired desired, Shown standing) {
    Map<String, Object> changes = new HashMap<>();
    desired
        .settings()
        .forEach(
            (key, want) -> {
              Object got = standing.settings().get(key);
              if (got == null || !equivalent(key, want, got)) {
                changes.put(key, allowed(key, want, got));
              }
            });
    return changes;
  }

  private static Object allowed(String key, Object want, @Nullable Object got) {
    return switch (DESCRIPTOR.changeOf(key)) {
      case IN_PLACE -> want;
      case GROW_ONLY -> {
        if (want instanceof Long wanted && got instanceof Long standing && wanted < standing) {
          throw HostileCalls.refused(
              key + " is " + standing + " and can not shrink to " + wanted,
              "ask for at least " + standing);
        }
        yield want;
      }
      case REPLACE ->
          throw HostileCalls.refused(
              key + " is " + got + " and can not become " + want + " in place",
              "make another database and move the data");
    };
  }

  @Override
  public void delete(ResourceRef ref) {
    calls.run(
        Operation.DELETE,
        ref,
        () -> {
          Optional<Shown> found = find(ref);
          if (found.isPresent() && own(ref, found.get()).state() != State.DELETING) {
            calls.delete(ref, found.get().id());
          }
          return found;
        });
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return calls.list(Kind.DATABASE, scope, pageToken, HostileDatabase::withoutSettings);
  }

  private static Present withoutSettings(Shown shown) {
    return new Present(
        Optional.of(shown.id()),
        shown.state(),
        shown.message(),
        Map.of(),
        shown.tags(),
        Map.of(),
        List.of());
  }

  @Override
  public boolean equivalent(String key, Object want, Object got) {
    return switch (key) {
      case "class" -> want.toString().toLowerCase(Locale.ROOT).equals(got);
      case "engineVersion" -> want.equals(got) || got.toString().startsWith(want + ".");
      // A key without a rule of its own: the cloud shows it as it was set.
      default -> want.equals(got);
    };
  }

  private Optional<Shown> find(ResourceRef ref) {
    List<Shown> found =
        cloud.named(HostileCalls.place(ref.scope()), Kind.DATABASE, ref.externalName());
    // A successor of the same name is shown beside its predecessor, which is on its way out.
    return found.stream()
        .filter(shown -> shown.state() != State.DELETING)
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /** What was found, if it is ours; its name holds the uid, so missing tags do not matter. */
  private static Shown own(ResourceRef ref, Shown shown) {
    if (HostileCalls.foreign(ref, shown)) {
      throw HostileCalls.foreign(shown);
    }
    return shown;
  }

  private static Outcome outcomeOfCreate(Shown shown) {
    if (shown.state() == State.DELETING) {
      throw HostileCalls.busy(shown.name() + " is still being deleted");
    }
    return outcome(shown, "creating");
  }

  private static Outcome outcome(Shown shown, String step) {
    return switch (shown.state()) {
      case WORKING, DELETING -> new Outcome.Working(Optional.of(shown.id()), step, POLL);
      case AVAILABLE, FAILED -> new Outcome.Finished(present(shown));
    };
  }

  private static Present present(Shown shown) {
    return new Present(
        Optional.of(shown.id()),
        shown.state(),
        shown.message(),
        shown.settings(),
        shown.tags(),
        Map.of("host", shown.id() + ".hostile.invalid", "port", 5432L, "database", shown.name()),
        List.of());
  }
}
