package dev.automat.intake;

import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Reason;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingSpec;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.Event;
import dev.automat.resource.Overlap;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.TypeDescriptor;
import dev.automat.store.BindingWrite;
import dev.automat.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Requests for bindings of a resource. Calls block until the outcome is stored. */
public final class BindingDesk {

  /** How often a request is weighed again because somebody else was faster. */
  private static final int TRIES = 3;

  private final Store store;
  private final InstalledPlugins plugins;
  private final RandomGenerator random;
  private final InstantSource clock;

  /**
   * @param random of ids; cryptographically strong outside a simulation
   */
  public BindingDesk(
      Store store, InstalledPlugins plugins, RandomGenerator random, InstantSource clock) {
    this.store = store;
    this.plugins = plugins;
    this.random = random;
    this.clock = clock;
  }

  /** Binds a consumer, or changes what it is given. The same again changes nothing. */
  public BindingAnswer put(Resource resource, BindingRequest request) {
    Optional<BindingOffer> offer = offer(resource);
    if (offer.isEmpty()) {
      return clash(notBindable(resource));
    }
    BindingForm form = BindingForm.of(request, resource.plan().type(), offer.get());
    return form.violations().isEmpty()
        ? again(resource, request.consumer(), found -> put(resource, request, form, found))
        : new BindingAnswer.Refused(form.violations());
  }

  private Weighed put(
      Resource resource, BindingRequest request, BindingForm form, Optional<Binding> found) {
    if (found.isEmpty()) {
      return new Weighed.ToWrite(
          first(resource, request, form),
          "BindingRequested",
          request.actor() + " asked to bind " + request.consumer());
    }
    Binding live = found.get();
    if (live.absent()) {
      return new Weighed.Decided(clash(leaving(live)));
    }
    return live.spec().equals(form.spec())
        ? new Weighed.Decided(new BindingAnswer.Unchanged(live))
        : new Weighed.ToWrite(
            live.with(form.spec()),
            "BindingChanged",
            request.actor() + " changed what " + live.consumer() + " is given");
  }

  private Binding first(Resource resource, BindingRequest request, BindingForm form) {
    return new Binding(
        resource.uid(),
        Binding.nextId(random),
        request.consumer(),
        1,
        form.spec(),
        1,
        form.spec().overlap(),
        false,
        now(),
        request.actor(),
        BindingStatus.initial(),
        Optional.empty());
  }

  /** Takes a consumer's access away. A repeat is {@link BindingAnswer.Unchanged}. */
  public BindingAnswer release(Resource resource, String consumer, String actor) {
    return again(
        resource,
        consumer,
        found ->
            found.isEmpty()
                ? new Weighed.Decided(clash(notBound(resource, consumer)))
                : found.get().absent()
                    ? new Weighed.Decided(new BindingAnswer.Unchanged(found.get()))
                    : new Weighed.ToWrite(
                        found.get().released(),
                        "UnbindRequested",
                        actor + " asked to unbind " + consumer));
  }

  /**
   * Gives a consumer a new secret. Asking again before it has it is asking once.
   *
   * @param overlap how long the old one stays valid; empty: what the binding says
   */
  public BindingAnswer rotate(
      Resource resource, String consumer, String actor, Optional<String> overlap) {
    List<Violation> wrong = new ArrayList<>();
    Optional<Duration> beside = BindingForm.overlap(overlap, "/overlap", wrong);
    if (!wrong.isEmpty()) {
      return new BindingAnswer.Refused(wrong);
    }
    Optional<Clash> unfit = offer(resource).flatMap(offered -> whyNotRotated(resource, offered));
    if (unfit.isPresent()) {
      return clash(unfit.get());
    }
    return again(
        resource,
        consumer,
        found ->
            found
                .map(binding -> rotate(binding, actor, beside))
                .orElseGet(() -> new Weighed.Decided(clash(notBound(resource, consumer)))));
  }

  private Weighed rotate(Binding binding, String actor, Optional<Duration> asked) {
    if (binding.absent()) {
      return new Weighed.Decided(clash(leaving(binding)));
    }
    if (binding.isRotating()) {
      return new Weighed.Decided(new BindingAnswer.Unchanged(binding));
    }
    Duration beside = asked.orElse(binding.spec().overlap());
    List<BindingStatus.Version> previous = binding.status().previous();
    return previous.isEmpty() || beside.isZero()
        ? new Weighed.ToWrite(
            binding.rotated(beside),
            "RotationRequested",
            actor
                + " asked for a new secret of "
                + binding.consumer()
                + "; the old one stays valid for "
                + Overlap.text(beside))
        : new Weighed.Decided(clash(rotating(binding, previous.getLast())));
  }

  // What is weighed, and written.

  private sealed interface Weighed {

    record Decided(BindingAnswer answer) implements Weighed {}

    record ToWrite(Binding wanted, String reason, String message) implements Weighed {}
  }

  private BindingAnswer again(
      Resource resource, String consumer, Function<Optional<Binding>, Weighed> weigh) {
    for (int i = 0; i < TRIES; i++) {
      switch (weigh.apply(store.bindings().live(resource.uid(), consumer))) {
        case Weighed.Decided decided -> {
          return decided.answer();
        }
        case Weighed.ToWrite toWrite -> {
          Event.Draft event = Event.Draft.normal(now(), toWrite.reason(), toWrite.message());
          if (store.bindings().write(new BindingWrite(toWrite.wanted(), event), now())) {
            return new BindingAnswer.Accepted(toWrite.wanted(), toWrite.wanted().generation() == 1);
          }
        }
      }
    }
    return lost(store.byUid(resource.uid()).orElse(resource));
  }

  private static BindingAnswer lost(Resource now) {
    return now.isTombstone() || now.want().absent()
        ? clash(
            new Clash(
                Reason.DELETING,
                "it is being deleted, or was, and its bindings with it",
                "PUT the resource again once it is gone, and bind that",
                Optional.of(now),
                Optional.empty()))
        : clash(
            new Clash(
                Reason.CONTENDED,
                "others changed the binding again and again meanwhile",
                "read it again, and repeat the request",
                Optional.of(now),
                Optional.of(Duration.ofSeconds(1))));
  }

  /**
   * What a person must know of a binding whose end takes the secret from nobody; empty for all
   * others, and if the plugin is gone.
   */
  public Optional<String> notice(Resource resource, Binding binding) {
    return Optional.of(binding)
        .filter(bound -> bound.spec().holder() == BindingSpec.Holder.SHARED)
        .flatMap(_ -> offer(resource))
        .map(offer -> new SharedSecretWords(offer).notice());
  }

  private Optional<BindingOffer> offer(Resource resource) {
    return plugins.type(resource.plan().type()).flatMap(TypeDescriptor::bindings);
  }

  // Why not.

  private Clash notBindable(Resource resource) {
    String type = resource.plan().type();
    return new Clash(
        Reason.NOT_BINDABLE,
        plugins.type(type).isEmpty()
            ? plugins
                .unavailable(resource.plan().placement().provisioner())
                .orElse("no plugin has the type " + type)
            : type + " makes no users and no grants for applications",
        plugins.type(type).isEmpty()
            ? "have the platform team bring the plugin back"
            : "use the connection of the resource itself",
        Optional.of(resource),
        Optional.empty());
  }

  private static Clash notBound(Resource resource, String consumer) {
    return new Clash(
        Reason.NOT_FOUND,
        consumer + " is not bound to " + resource.key(),
        "PUT to this address binds it",
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<Clash> whyNotRotated(Resource resource, BindingOffer offer) {
    return switch (offer.holder()) {
      case USER -> Optional.empty();
      case PRINCIPAL -> Optional.of(withoutSecret(resource));
      case SHARED -> Optional.of(new SharedSecretWords(offer).notRotatable(resource));
    };
  }

  private static Clash withoutSecret(Resource resource) {
    return new Clash(
        Reason.NOT_ROTATABLE,
        "a binding of " + resource.plan().type() + " has no secret: it is a grant to a principal",
        "rotate the credentials of the principal where it gets them; to end its access, DELETE the"
            + " binding",
        Optional.of(resource),
        Optional.empty());
  }

  private static Clash leaving(Binding binding) {
    return new Clash(
        Reason.DELETING,
        binding.consumer() + " is being unbound",
        "repeat the request once its binding is gone",
        Optional.empty(),
        Optional.of(Duration.ofSeconds(1)));
  }

  private Clash rotating(Binding binding, BindingStatus.Version previous) {
    Instant until = previous.validUntil().orElseGet(this::now);
    Duration left = Duration.between(now(), until);
    return new Clash(
        Reason.ROTATING,
        "version "
            + previous.number()
            + " of the secret of "
            + binding.consumer()
            + " is still valid until "
            + until,
        "repeat after that, or send {\"overlap\": \"0s\"}: then all older ones end as soon as the"
            + " new one is valid",
        Optional.empty(),
        Optional.of(left.isPositive() ? left.plusSeconds(1) : Duration.ofSeconds(1)));
  }

  private static BindingAnswer clash(Clash clash) {
    return new BindingAnswer.Clash(clash);
  }

  /** Stored instants have microseconds: what is answered now must equal what is read later. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
