package dev.automat.provisioner.gcp.pubsub;

import com.google.pubsub.v1.Subscription;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.provisioner.gcp.call.Labels;
import dev.automat.spi.Bindable;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The operations of {@code gcp/pubsub}. The package's own text says in what order. */
public final class PubSubType implements ResourceType {

  private static final Duration SHOWN_SOON = Duration.ofSeconds(2);

  private final GcpAccounts accounts;

  public PubSubType(GcpAccounts accounts) {
    this.accounts = accounts;
  }

  /** Work on one queue. */
  @FunctionalInterface
  private interface Work<T> {
    T with(PubSubCalls calls, QueueNames names, Place place);
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return on(
        ref,
        "looking at",
        (calls, names, place) -> {
          FoundQueue found = calls.find(names);
          if (found.isNothing()) {
            return new Observation.Absent();
          }
          Optional<Observation.Foreign> foreign = found.foreign(ref);
          return foreign.isPresent() ? foreign.get() : new QueueView(place, found).present();
        });
  }

  @Override
  public Outcome create(Desired desired) {
    return on(
        desired.ref(),
        "making",
        (calls, names, place) -> {
          FoundQueue found = calls.find(names);
          found.requireOurs(desired.ref());
          if (!found.isComplete(desired.ref())) {
            bring(calls, WantedQueue.of(desired, names, place), found);
          }
          return outcome(calls, names, place, desired.ref());
        });
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    return on(
        desired.ref(),
        "changing",
        (calls, names, place) -> {
          FoundQueue found = calls.find(names);
          found.requireOurs(desired.ref());
          if (found.isNothing()) {
            throw gone(desired.ref());
          }
          bring(calls, WantedQueue.of(desired, names, place), found);
          return outcome(calls, names, place, desired.ref());
        });
  }

  /** What is missing is made, what differs is changed, and the subscription's labels come last. */
  private static void bring(PubSubCalls calls, WantedQueue wanted, FoundQueue found) {
    // First: it may not be configured, and then nothing is made by half.
    DeadLetterAgent agent = DeadLetterAgent.of(wanted.place());
    found.topic().flatMap(wanted::changes).ifPresent(calls::changeTopic);
    found.deadTopic().flatMap(wanted::changes).ifPresent(calls::changeTopic);
    Subscription subscription = new Making(calls, wanted, found).make();
    wanted.changes(subscription).ifPresent(calls::changeSubscription);
    agent.letPublish(calls, wanted.names().deadTopic());
    agent.letReceive(calls, wanted.names().subscription());
    wanted.lastLabels(subscription).ifPresent(calls::changeSubscription);
  }

  /** The topic goes last: by it everything else is found. */
  @Override
  public void delete(ResourceRef ref) {
    on(
        ref,
        "deleting",
        (calls, names, place) -> {
          FoundQueue found = calls.find(names);
          found.requireOurs(ref);
          found.subscription().ifPresent(each -> calls.deleteSubscription(each.getName()));
          found.deadSubscription().ifPresent(each -> calls.deleteSubscription(each.getName()));
          found.deadTopic().ifPresent(each -> calls.deleteTopic(each.getName()));
          found.topic().ifPresent(each -> calls.deleteTopic(each.getName()));
          return true;
        });
  }

  /** All at once: a project has at most 10,000 topics, which are ten calls. */
  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    Place place = accounts.place(scope);
    return GcpFailures.translating(
        "listing topics and subscriptions",
        () -> {
          PubSubCalls calls = new PubSubCalls(place);
          return new ListPage(
              FoundQueues.of(place, calls.topics(), calls.subscriptions()).stream()
                  .filter(found -> found.isOf(scope.installation()) && found.isIn(place))
                  .map(found -> listed(place, found))
                  .toList(),
              Optional.empty());
        });
  }

  private static Listed listed(Place place, FoundQueue found) {
    return new Listed(
        found.names().externalName(), found.uid(), new QueueView(place, found).present());
  }

  @Override
  public boolean equivalent(String key, Object want, Object got) {
    return Labels.isTag(key) ? Labels.isSame(want, got) : Objects.equals(want, got);
  }

  @Override
  public Optional<Bindable> bindable() {
    return Optional.of(new QueueGrants(accounts));
  }

  @Override
  public Optional<Quarantinable> quarantinable() {
    return Optional.of(new QueueQuarantine(accounts));
  }

  private static Outcome outcome(
      PubSubCalls calls, QueueNames names, Place place, ResourceRef ref) {
    FoundQueue found = calls.find(names);
    found.requireOurs(ref);
    Present present = new QueueView(place, found).present();
    return found.isComplete(ref)
        ? new Outcome.Finished(present)
        : new Outcome.Working(present.cloudId(), "Pub/Sub does not show all of it yet", SHOWN_SOON);
  }

  private static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("gone"),
        "Pub/Sub topic %s is not there any more".formatted(ref.externalName()),
        "nothing: it is looked at again; if it stays away, find out who deleted it");
  }

  private <T> T on(ResourceRef ref, String doing, Work<T> work) {
    Place place = accounts.place(ref.scope());
    return GcpFailures.translating(
        doing + " Pub/Sub topic " + ref.externalName(),
        () ->
            work.with(
                new PubSubCalls(place),
                new QueueNames(place.project(), ref.externalName()),
                place));
  }
}
