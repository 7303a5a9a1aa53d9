package dev.automat.testkit;

import dev.automat.spi.Desired;
import dev.automat.spi.ListPage;
import dev.automat.spi.NamingRule;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
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
import dev.automat.testkit.HostileCloud.Place;
import dev.automat.testkit.HostileCloud.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code hostile/queue}: the cloud makes up its id and gives the same name twice, so that only the
 * idempotency token keeps a repeated create from making another. Its dead-letter queue is a child,
 * made after it and deleted before it: what is left at any instant hangs on the queue itself. A
 * child that is missing shows as the setting {@code deadLetterQueue} being false, which an update
 * puts right.
 */
final class HostileQueue implements ResourceType {

  static final TypeDescriptor DESCRIPTOR =
      new TypeDescriptor(
          "hostile/queue",
          """
          {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "retentionDays": {"type": "integer", "minimum": 1, "maximum": 14, "description": "Days for which a message is kept."},
              "visibilitySeconds": {"type": "integer", "minimum": 0, "description": "Seconds for which a received message is hidden."},
              "deadLetterQueue": {"type": "boolean", "description": "Whether messages that fail go to a queue of their own."},
              "fifo": {"type": "boolean", "description": "Whether order is kept."}
            }
          }
          """,
          Map.of("fifo", Change.REPLACE),
          new NamingRule(80),
          ListDepth.FULL,
          CredentialNeed.NONE,
          List.of("url"),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          new RateLimit(100, 50));

  private static final String CHILD = "deadLetterQueue";

  private final HostileCloud cloud;
  private final HostileCalls calls;

  HostileQueue(HostileCloud cloud) {
    this.cloud = cloud;
    this.calls = new HostileCalls(cloud, DESCRIPTOR.type());
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return calls.run(
        Operation.OBSERVE,
        ref,
        () -> {
          List<Shown> found = find(ref);
          if (found.isEmpty()) {
            return new Observation.Absent();
          }
          return ours(ref, found).stream()
              .findFirst()
              .<Observation>map(HostileQueue::present)
              .orElseGet(() -> new Observation.Foreign(HostileCalls.owner(found.getFirst())));
        });
  }

  @Override
  public Outcome create(Desired desired) {
    return calls.run(
        Operation.CREATE,
        desired.ref(),
        () -> {
          Optional<Shown> found = own(desired.ref());
          Shown queue = found.isPresent() ? found.get() : make(desired);
          if (wantsChild(desired) && queue.children().isEmpty()) {
            makeChild(desired, queue);
          }
          return new Outcome.Finished(present(again(desired.ref(), queue)));
        });
  }

  private Shown make(Desired desired) {
    return cloud.create(
        HostileCalls.place(desired.ref().scope()),
        new Order(
            Kind.QUEUE,
            desired.ref().externalName(),
            withoutChild(desired.settings()),
            desired.tags(),
            Optional.empty(),
            Optional.of(desired.idempotencyToken()),
            Optional.empty(),
            desired.ref().uid()));
  }

  private void makeChild(Desired desired, Shown queue) {
    try {
      cloud.create(
          HostileCalls.place(desired.ref().scope()),
          new Order(
              Kind.DEAD_LETTER_QUEUE,
              desired.ref().externalName() + "-dlq",
              Map.of(),
              desired.tags(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(queue.id()),
              desired.ref().uid()));
    } catch (CloudFailure failure) {
      // Somebody was faster, an earlier attempt most likely: it is there, which is what is wanted.
      if (failure.reason() != Reason.CONFLICT) {
        throw failure;
      }
    }
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    return calls.run(Operation.UPDATE, desired.ref(), () -> updateOnce(desired));
  }

  private Outcome updateOnce(Desired desired) {
    ResourceRef ref = desired.ref();
    Place place = HostileCalls.place(ref.scope());
    Shown standing = own(ref).orElseThrow(() -> HostileCalls.gone(ref.externalName()));
    if (!standing.tags().entrySet().containsAll(desired.tags().entrySet())) {
      cloud.tag(place, standing.id(), desired.tags(), ref.uid());
    }
    Map<String, Object> changes = changes(desired, standing);
    if (!changes.isEmpty()) {
      cloud.modify(place, standing.id(), changes, ref.uid());
    }
    if (wantsChild(desired) && standing.children().isEmpty()) {
      makeChild(desired, standing);
    } else if (Boolean.FALSE.equals(desired.settings().get(CHILD))) {
      deleteChildren(ref, standing);
    }
    return new Outcome.Finished(present(again(ref, standing)));
  }

  private static Map<String, Object> changes(Desired desired, Shown standing) {
    Map<String, Object> changes = new HashMap<>();
    withoutChild(desired.settings())
        .forEach(
            (key, want) -> {
              Object got = standing.settings().get(key);
              if (want.equals(got)) {
                return;
              }
              if (DESCRIPTOR.changeOf(key) == Change.REPLACE) {
                throw HostileCalls.refused(
                    key + " is " + got + " and can not become " + want + " in place",
                    "make another queue");
              }
              changes.put(key, want);
            });
    return changes;
  }

  @Override
  public void delete(ResourceRef ref) {
    calls.run(
        Operation.DELETE,
        ref,
        () -> {
          List<Shown> found = find(ref);
          List<Shown> ours = ours(ref, found);
          if (ours.isEmpty() && !found.isEmpty()) {
            throw HostileCalls.foreign(found.getFirst());
          }
          for (Shown queue : ours) {
            deleteChildren(ref, queue);
            calls.delete(ref, queue.id());
          }
          return found;
        });
  }

  private void deleteChildren(ResourceRef ref, Shown queue) {
    for (String child : queue.children()) {
      calls.delete(ref, child);
    }
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return calls.list(Kind.QUEUE, scope, pageToken, HostileQueue::present);
  }

  /** By the recorded id, and by name, because the id may not have been recorded yet. */
  private List<Shown> find(ResourceRef ref) {
    Place place = HostileCalls.place(ref.scope());
    List<Shown> found = new ArrayList<>(1);
    ref.cloudId().flatMap(id -> cloud.describe(place, id)).ifPresent(found::add);
    if (found.isEmpty()) {
      found.addAll(cloud.named(place, Kind.QUEUE, ref.externalName()));
    }
    return found;
  }

  /** What of it is ours: the recorded id or the name, which holds the uid, makes up for no tags. */
  private static List<Shown> ours(ResourceRef ref, List<Shown> found) {
    return found.stream().filter(shown -> !HostileCalls.foreign(ref, shown)).toList();
  }

  private Optional<Shown> own(ResourceRef ref) {
    List<Shown> found = find(ref);
    List<Shown> ours = ours(ref, found);
    if (ours.isEmpty() && !found.isEmpty()) {
      throw HostileCalls.foreign(found.getFirst());
    }
    return ours.stream().findFirst();
  }

  /**
   * What stands after a write, or what was known before it where the cloud does not show it yet.
   */
  private Shown again(ResourceRef ref, Shown known) {
    return cloud.describe(HostileCalls.place(ref.scope()), known.id()).orElse(known);
  }

  private static boolean wantsChild(Desired desired) {
    return Boolean.TRUE.equals(desired.settings().get(CHILD));
  }

  private static Map<String, Object> withoutChild(Map<String, Object> settings) {
    Map<String, Object> own = new HashMap<>(settings);
    own.remove(CHILD);
    return own;
  }

  private static Present present(Shown shown) {
    Map<String, Object> settings = new HashMap<>(shown.settings());
    settings.put(CHILD, !shown.children().isEmpty());
    return new Present(
        Optional.of(shown.id()),
        shown.state(),
        shown.message(),
        settings,
        shown.tags(),
        Map.of("url", "https://queues.hostile.invalid/" + shown.id()),
        shown.children().stream()
            .map(child -> new Part("dead-letter-queue", child, Optional.empty()))
            .toList());
  }
}
