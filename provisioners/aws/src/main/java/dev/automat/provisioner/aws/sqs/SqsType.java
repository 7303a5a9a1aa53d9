package dev.automat.provisioner.aws.sqs;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.provisioner.aws.tagging.TaggedResource;
import dev.automat.provisioner.aws.tagging.TaggedResources;
import dev.automat.spi.Bindable;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The operations of {@code aws/sqs}. The package's own text says in what order things are done. */
public final class SqsType implements ResourceType {

  private static final ErrorCode GONE = ErrorCode.ofOneResource("gone");
  private static final ErrorCode NOT_SEEN_YET = ErrorCode.ofOneResource("not-seen-yet");

  /** CreateQueue asks to wait at least a second before a new queue is used. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private final AwsAccounts accounts;

  public SqsType(AwsAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return run("looking at queue " + ref.externalName(), ref, this::observe);
  }

  @Override
  public Outcome create(Desired desired) {
    return run(
        "making queue " + desired.ref().externalName(),
        desired.ref(),
        call -> {
          WantedQueue wanted = WantedQueue.of(desired.settings(), call.sqs.place());
          FoundQueues found = call.find();
          found.requireOurs(call.ref);
          if (found.main().isEmpty()) {
            make(call, wanted, desired);
            found = call.find();
          }
          if (found.maxReceiveCount(call.ref) == 0) {
            redrive(call, wanted, desired, found);
          }
          return outcome(call);
        });
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    return run(
        "changing queue " + desired.ref().externalName(),
        desired.ref(),
        call -> {
          WantedQueue wanted = WantedQueue.of(desired.settings(), call.sqs.place());
          FoundQueues found = call.find();
          found.requireOurs(call.ref);
          if (found.isLateRemainder(call.ref)) {
            return create(desired);
          }
          FoundQueue main = found.main().orElseThrow(() -> gone(call.ref));
          // First what is not all observed: it is done again until the rest is done too.
          found.letters().ifPresent(letters -> updateLetters(call, wanted, desired, letters));
          call.sqs.tag(main, desired.tags());
          call.sqs.change(main.url(), wanted.changesTo(main));
          redrive(call, wanted, desired, found);
          return outcome(call);
        });
  }

  @Override
  public void delete(ResourceRef ref) {
    run(
        "deleting queue " + ref.externalName(),
        ref,
        call -> {
          Map<String, String> urls = call.sqs.urls(call.names);
          List<String> ours = new ArrayList<>();
          for (String name : call.names.all()) {
            Optional.ofNullable(urls.get(name))
                .filter(url -> isOurs(call, name, url))
                .ifPresent(ours::add);
          }
          ours.forEach(call.sqs::delete);
          return ours;
        });
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    TaggedResources page =
        TaggedResources.page(
            accounts.place(scope), List.of("sqs"), scope.installation(), pageToken);
    return new ListPage(
        page.resources().stream()
            .filter(queue -> !QueueNames.isDeadLetters(queue.name()))
            .map(SqsType::listed)
            .toList(),
        page.next());
  }

  /** A KMS key has several names, and that of the region stands for one of them. */
  @Override
  public boolean equivalent(String key, Object want, Object got) {
    if (key.equals(SqsDescriptor.KMS_KEY)) {
      return want.equals(Encryption.KEY_OF_REGION)
          ? accounts.isKeyOfARegion(got.toString())
          : Encryption.sameKey(want.toString(), got.toString());
    }
    return Objects.equals(want, got);
  }

  @Override
  public Optional<Bindable> bindable() {
    return Optional.of(new QueueGrants(accounts));
  }

  @Override
  public Optional<Quarantinable> quarantinable() {
    return Optional.of(new QueueQuarantine(accounts));
  }

  /** One operation on one resource. */
  private record Call(ResourceRef ref, QueueNames names, SqsCalls sqs) {

    FoundQueues find() {
      return sqs.find(names);
    }
  }

  private <T> T run(String doing, ResourceRef ref, Function<Call, T> work) {
    SqsCalls sqs = new SqsCalls(accounts.place(ref.scope()));
    Call call = new Call(ref, new QueueNames(ref.externalName()), sqs);
    return AwsFailures.translating(doing, () -> work.apply(call));
  }

  private Observation observe(Call call) {
    FoundQueues found = call.find();
    Optional<Observation.Foreign> foreign = found.foreign(call.ref);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    if (found.isLateRemainder(call.ref)) {
      return QueueView.lateRemainder(call.sqs.place(), found.letters().orElseThrow());
    }
    return found
        .main()
        .<Observation>map(main -> QueueView.of(call.sqs.place(), main, found, call.ref).present())
        .orElseGet(Absent::new);
  }

  /** What stands now; or work under way if SQS does not show the new queue yet. */
  private Outcome outcome(Call call) {
    return observe(call) instanceof Present present && present.state() == State.AVAILABLE
        ? new Outcome.Finished(present)
        : notShownYet(call);
  }

  private static Outcome notShownYet(Call call) {
    return new Outcome.Working(
        Optional.empty(), "SQS makes queue " + call.ref.externalName(), SOON);
  }

  private static void make(Call call, WantedQueue wanted, Desired desired) {
    String name = call.names.main(wanted.isFifo());
    String url = call.sqs.make(name, wanted.toMake(call.sqs.arn(name)), desired.tags());
    requireOursIfShown(call, name, url);
  }

  /** It may have been there already, unseen: then it is not known whose it is. */
  private static void requireOursIfShown(Call call, String name, String url) {
    call.sqs.read(name, url).ifPresent(queue -> FoundQueues.requireOurs(queue, call.ref));
  }

  /** Points the queue to its dead-letter queue, which is made if need be, or away from it. */
  private static void redrive(Call call, WantedQueue wanted, Desired desired, FoundQueues found) {
    Optional<Long> count = wanted.maxReceiveCount();
    if (found.main().isEmpty()
        || count.isEmpty()
        || count.get() == found.maxReceiveCount(call.ref)) {
      return;
    }
    FoundQueue main = found.main().get();
    if (count.get() == 0) {
      call.sqs.change(main.url(), Map.of(QueueAttributeName.REDRIVE_POLICY, ""));
      return;
    }
    String name = call.names.deadLetters(main.isFifo());
    String arn = call.sqs.arn(name);
    String url =
        found
            .letters()
            .map(FoundQueue::url)
            .orElseGet(() -> makeLetters(call, wanted, desired, main));
    allowOnlyFrom(call, main, found.letters(), url);
    point(call, main, new Redrive(arn, count.get()));
  }

  private static void point(Call call, FoundQueue main, Redrive redrive) {
    try {
      call.sqs.change(main.url(), Map.of(QueueAttributeName.REDRIVE_POLICY, redrive.policy()));
    } catch (SdkException failure) {
      if (!Redrive.isTargetUnseen(failure)) {
        throw failure;
      }
      throw new ProvisionerException(
          NOT_SEEN_YET,
          "SQS does not see the dead-letter queue %s yet".formatted(redrive.target()),
          "nothing: it is tried again",
          Optional.empty(),
          Optional.of(SOON),
          failure);
    }
  }

  private static String makeLetters(
      Call call, WantedQueue wanted, Desired desired, FoundQueue main) {
    String name = call.names.deadLetters(main.isFifo());
    String url =
        call.sqs.make(
            name, wanted.toMakeLetters(call.sqs.arn(name), main.isFifo()), desired.tags());
    requireOursIfShown(call, name, url);
    return url;
  }

  private static void allowOnlyFrom(
      Call call, FoundQueue main, Optional<FoundQueue> letters, String url) {
    String wanted = Redrive.allowOnly(main.arn());
    String current =
        letters.map(queue -> queue.attribute(QueueAttributeName.REDRIVE_ALLOW_POLICY)).orElse("");
    if (!Redrive.same(wanted, current)) {
      call.sqs.change(url, Map.of(QueueAttributeName.REDRIVE_ALLOW_POLICY, wanted));
    }
  }

  private static void updateLetters(
      Call call, WantedQueue wanted, Desired desired, FoundQueue letters) {
    call.sqs.tag(letters, desired.tags());
    call.sqs.change(letters.url(), wanted.changesToLetters(letters));
  }

  /**
   * Whether to delete the queue: a dead-letter queue of somebody else's is left alone.
   *
   * @throws ProvisionerException with {@code FOREIGN} if it is the queue itself that is not ours
   */
  private static boolean isOurs(Call call, String name, String url) {
    Optional<Map<String, String>> tags = call.sqs.tagsIfThere(url);
    if (tags.isEmpty()) {
      return false;
    }
    FoundQueue queue = new FoundQueue(name, url, Map.of(), tags.get());
    if (QueueNames.isDeadLetters(name)) {
      return new FoundQueues(Optional.empty(), Optional.of(queue)).ourLetters(call.ref).isPresent();
    }
    FoundQueues.requireOurs(queue, call.ref);
    return true;
  }

  private static Listed listed(TaggedResource queue) {
    return new Listed(
        QueueNames.externalOf(queue.name()),
        Optional.ofNullable(queue.tags().get(OwnershipTags.UID)),
        new Present(
            Optional.of(queue.arn()),
            State.AVAILABLE,
            "",
            Map.of(),
            queue.tags(),
            Map.of(),
            List.of()));
  }

  private static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        GONE,
        "queue " + ref.externalName() + " is not there any more",
        "nothing: it is looked at again; if it stays away, find out who deleted it");
  }
}
