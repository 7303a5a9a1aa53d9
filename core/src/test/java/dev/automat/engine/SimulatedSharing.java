package dev.automat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.intake.Answer.Reason;
import dev.automat.intake.BindingAnswer;
import dev.automat.intake.BindingDesk;
import dev.automat.intake.BindingRequest;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Binding;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.spi.Credentials;
import dev.automat.spi.GrantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The queues of the simulation, which have one secret each: who asks for it, and the laws that hold
 * of it in the end.
 */
final class SimulatedSharing {

  private static final List<String> CONSUMERS = List.of("shop", "mail");
  private static final String ACTOR = "corp:ann";

  private final SimulatedWorld world;
  private final RandomGenerator random;
  private final BindingDesk desk;

  /** When the secret of somebody who had it was changed last, by the id of the binding. */
  private final Map<String, Instant> changes = new HashMap<>();

  private int followed;

  SimulatedSharing(SimulatedWorld world, InstalledPlugins plugins, RandomGenerator random) {
    this.world = world;
    this.random = random;
    this.desk = new BindingDesk(world.store, plugins, random, world.clock);
  }

  private String anybody() {
    return CONSUMERS.get(random.nextInt(CONSUMERS.size()));
  }

  /** Binds somebody; who is bound is refused a new secret, and keeps what it has. */
  void bind(Resource queue) {
    String consumer = anybody();
    Optional<Binding> bound = world.store.bindings().live(queue.uid(), consumer);
    if (bound.isEmpty()) {
      assertInstanceOf(
          BindingAnswer.Accepted.class,
          desk.put(
              queue,
              new BindingRequest(
                  consumer, ACTOR, Optional.of("readwrite"), Optional.empty(), Optional.empty())));
      return;
    }
    BindingAnswer answer = desk.rotate(queue, consumer, ACTOR, Optional.empty());
    BindingAnswer.Clash refusal = assertInstanceOf(BindingAnswer.Clash.class, answer);
    assertEquals(Reason.NOT_ROTATABLE, refusal.clash().reason());
    assertEquals(bound, world.store.bindings().live(queue.uid(), consumer));
  }

  void unbind(Resource queue) {
    String consumer = anybody();
    if (world.store.bindings().live(queue.uid(), consumer).isPresent()) {
      desk.release(queue, consumer, ACTOR);
    }
  }

  /** Those who have it are to hear of it. */
  void secretChanged(String uid) {
    world.store.bindings().of(uid).stream()
        .filter(binding -> !binding.absent() && binding.status().current().isPresent())
        .forEach(binding -> changes.put(binding.id(), world.clock.instant()));
  }

  /** How many had a secret that was changed, and were told. */
  int followed() {
    return followed;
  }

  /** Whoever is to be bound stands, and has the secret of this moment; nobody else stands. */
  void isAsAskedFor(Resource queue) {
    List<Event> events = world.store.events(queue.uid(), 0, 10_000);
    Map<GrantId, String> wanted = new HashMap<>();
    for (Binding binding : world.store.bindings().of(queue.uid())) {
      assertEquals(
          binding.absent(), binding.gone().isPresent(), () -> "not at its end: " + binding);
      if (!binding.absent()) {
        int version = binding.wantedVersion();
        assertEquals(1, version, () -> "nobody rotates it: " + binding);
        Credentials sealed =
            world.secrets.unseal(world.store.bindings().secret(binding, version).orElseThrow());
        assertEquals(world.users.secretOf(queue.uid()), sealed, () -> "it changed: " + binding);
        wanted.put(new GrantId(binding.id(), version), binding.consumer());
        wasTold(binding, events);
      }
    }
    Map<GrantId, String> standing = new HashMap<>();
    world.users.of(queue.uid()).forEach((id, grant) -> standing.put(id, grant.consumer()));
    assertEquals(wanted, standing, () -> "who stands with " + queue);
    assertEquals(
        Set.copyOf(wanted.values()), saysWhatGoesOn(events), () -> "who was said to: " + events);
  }

  /** Of the last change of a secret that somebody had before, and has still. */
  private void wasTold(Binding binding, List<Event> events) {
    Optional<Instant> change = Optional.ofNullable(changes.get(binding.id()));
    if (change.isPresent()) {
      assertTrue(
          events.stream()
              .filter(event -> event.reason().equals(Reasons.SECRET_CHANGED))
              .filter(event -> event.message().contains(binding.consumer()))
              .anyMatch(event -> !event.at().isBefore(change.get())),
          () -> "not told of the change at " + change.get() + ": " + binding + events);
      followed++;
    }
  }

  /**
   * Each end says that it takes nothing away, and how what is left is changed.
   *
   * @return who has the secret in the end, as it is said
   */
  static Set<String> saysWhatGoesOn(List<Event> events) {
    Set<String> having = new HashSet<>();
    for (Event event : events) {
      Optional<String> consumer =
          CONSUMERS.stream().filter(each -> event.message().contains(each)).findFirst();
      switch (event.reason()) {
        case Reasons.BOUND -> having.add(consumer.orElseThrow());
        case Reasons.WITHDRAWN -> {
          assertEquals(Event.Level.Warning, event.level());
          assertTrue(event.message().contains(SimulatedUsers.HOW), event::message);
          having.remove(consumer.orElseThrow());
        }
        case Reasons.RELEASED ->
            assertFalse(having.contains(consumer.orElseThrow()), () -> "not told: " + events);
        case Reasons.REVOKED, Reasons.ROTATED ->
            throw new AssertionError("nothing is taken away or made: " + event);
        default -> {
          // Of the queue itself.
        }
      }
    }
    return having;
  }

  /** It stands in no event, no row of a binding and no line of the audit log. */
  void staysSecret(List<Resource> all) {
    for (Resource resource : all) {
      isNot(world.store.events(resource.uid(), 0, 10_000));
      isNot(world.store.bindings().of(resource.uid()));
    }
    isNot(world.store.audit().page(Optional.empty(), Long.MAX_VALUE, 10_000));
  }

  private static void isNot(Object seen) {
    assertFalse(seen.toString().contains(SimulatedUsers.CANARY), () -> "a secret in " + seen);
  }
}
