package dev.automat.provisioner.local.queue;

import static dev.automat.provisioner.local.queue.QueueDescriptor.DELAY;
import static dev.automat.provisioner.local.queue.QueueDescriptor.FIFO;
import static dev.automat.provisioner.local.queue.QueueDescriptor.MAX_RECEIVE_COUNT;
import static dev.automat.provisioner.local.queue.QueueDescriptor.RECEIVE_WAIT;
import static dev.automat.provisioner.local.queue.QueueDescriptor.VISIBILITY_TIMEOUT;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The operations of {@code local/sqs-queue}. The package's own text says what is kept. */
public final class QueueType implements ResourceType, AutoCloseable {

  private static final int PAGE = 200;
  private static final ErrorCode GONE = ErrorCode.ofOneResource("gone");

  private static final Map<String, QueueAttributeName> ATTRIBUTES =
      Map.of(
          VISIBILITY_TIMEOUT, QueueAttributeName.VISIBILITY_TIMEOUT,
          DELAY, QueueAttributeName.DELAY_SECONDS,
          RECEIVE_WAIT, QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS);

  private final QueueServer server;
  private final int page;

  /**
   * @param server where to make queues; closed with this
   */
  public QueueType(QueueServer server) {
    this(server, PAGE);
  }

  QueueType(QueueServer server, int page) {
    this.server = server;
    this.page = page;
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return run("looking at queue " + ref.externalName(), ref, this::observe);
  }

  @Override
  public Outcome create(Desired desired) {
    ResourceRef ref = desired.ref();
    return run(
        "making queue " + ref.externalName(),
        ref,
        call -> {
          Optional<FoundQueue> found = call.find();
          found.ifPresent(queue -> requireOurs(queue.name(), queue.tags(), ref));
          String queue = found.map(FoundQueue::name).orElseGet(() -> make(call, desired));
          if (found.filter(existing -> existing.maxReceiveCount() > 0).isEmpty()) {
            redrive(call, queue, desired);
          }
          return finished(call);
        });
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    ResourceRef ref = desired.ref();
    return run(
        "changing queue " + ref.externalName(),
        ref,
        call -> {
          FoundQueue queue = call.find().orElseThrow(() -> gone(ref));
          requireOurs(queue.name(), queue.tags(), ref);
          Map<QueueAttributeName, String> changed = changed(queue, desired);
          if (!changed.isEmpty()) {
            call.sqs.change(queue.name(), changed);
          }
          call.sqs.tag(queue.name(), desired.tags());
          if (!desired
              .settings()
              .getOrDefault(MAX_RECEIVE_COUNT, queue.maxReceiveCount())
              .equals(queue.maxReceiveCount())) {
            redrive(call, queue.name(), desired);
          }
          queue.deadLetters().ifPresent(letters -> call.sqs.tag(letters, desired.tags()));
          return finished(call);
        });
  }

  @Override
  public void delete(ResourceRef ref) {
    run(
        "deleting queue " + ref.externalName(),
        ref,
        call -> {
          Set<String> existing = new HashSet<>(call.sqs.names(ref.externalName()));
          List<String> queues = call.names.all().stream().filter(existing::contains).toList();
          queues.forEach(queue -> requireOurs(queue, call.sqs.tags(queue), ref));
          queues.forEach(call.sqs::delete);
          call.server.flush();
          return true;
        });
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    RunningElasticMq running = server.running();
    SqsCalls sqs = new SqsCalls(running);
    try {
      Set<String> existing = new HashSet<>(sqs.names(""));
      TreeSet<String> resources = new TreeSet<>();
      existing.forEach(queue -> resources.add(QueueNames.of(queue).external()));
      List<String> shown =
          resources.tailSet(pageToken.orElse(""), false).stream().limit(page).toList();
      List<Listed> items = new ArrayList<>();
      for (String resource : shown) {
        sqs.find(new QueueNames(resource), existing)
            .filter(queue -> carries(queue, scope.installation()))
            .map(queue -> listed(resource, queue, running))
            .ifPresent(items::add);
      }
      return new ListPage(
          items, shown.size() == page ? Optional.of(shown.getLast()) : Optional.empty());
    } catch (SdkException failure) {
      throw SqsFailure.of("listing queues", failure);
    } catch (RejectedExecutionException stopped) {
      throw SqsFailure.stopped("listing queues", stopped);
    }
  }

  /** Stops the queue server; its content stays. */
  @Override
  public void close() {
    server.close();
  }

  /** One operation on one resource. */
  private record Call(ResourceRef ref, QueueNames names, RunningElasticMq server, SqsCalls sqs) {

    Optional<FoundQueue> find() {
      return sqs.find(names);
    }
  }

  private <T> T run(String doing, ResourceRef ref, Function<Call, T> work) {
    RunningElasticMq running = server.running();
    try {
      return work.apply(
          new Call(ref, new QueueNames(ref.externalName()), running, new SqsCalls(running)));
    } catch (SdkException failure) {
      throw SqsFailure.of(doing, failure);
    } catch (RejectedExecutionException stopped) {
      throw SqsFailure.stopped(doing, stopped);
    }
  }

  private Observation observe(Call call) {
    Optional<FoundQueue> found = call.find();
    if (found.isEmpty()) {
      return new Observation.Absent();
    }
    FoundQueue queue = found.get();
    return isOurs(queue.name(), queue.tags(), call.ref)
        ? queue.present(call.server.endpoint())
        : new Observation.Foreign(foreign(queue.name(), queue.tags()));
  }

  private static String make(Call call, Desired desired) {
    boolean fifo = Boolean.TRUE.equals(desired.settings().get(FIFO));
    Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
    ATTRIBUTES.forEach(
        (setting, attribute) -> {
          Object value = desired.settings().get(setting);
          if (value != null) {
            attributes.put(attribute, value.toString());
          }
        });
    if (fifo) {
      attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
    }
    String queue = call.names.main(fifo);
    call.sqs.make(queue, attributes, desired.tags());
    return queue;
  }

  private static Map<QueueAttributeName, String> changed(FoundQueue queue, Desired desired) {
    Map<QueueAttributeName, String> changed = new EnumMap<>(QueueAttributeName.class);
    ATTRIBUTES.forEach(
        (setting, attribute) -> {
          Object wanted = desired.settings().get(setting);
          if (wanted != null && !wanted.equals(queue.settings().get(setting))) {
            changed.put(attribute, wanted.toString());
          }
        });
    return changed;
  }

  /** Makes the dead-letter queue where one is wanted and points the queue to it. */
  private static void redrive(Call call, String queue, Desired desired) {
    Object wanted = desired.settings().getOrDefault(MAX_RECEIVE_COUNT, 0L);
    if (wanted.equals(0L)) {
      call.server.removeRedrive(queue);
      return;
    }
    boolean fifo = QueueNames.isFifo(queue);
    String letters = call.names.deadLetters(fifo);
    if (call.sqs.names(letters).contains(letters)) {
      requireOurs(letters, call.sqs.tags(letters), call.ref);
    } else {
      call.sqs.make(
          letters, fifo ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of(), desired.tags());
    }
    call.sqs.change(
        queue,
        Map.of(
            QueueAttributeName.REDRIVE_POLICY,
            "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%s\"}"
                .formatted(call.sqs.arn(letters), wanted)));
  }

  /** The server acknowledges a queue before it is on disk; we only after. */
  private static Outcome finished(Call call) {
    call.server.flush();
    FoundQueue queue = call.find().orElseThrow(() -> gone(call.ref));
    return new Outcome.Finished(queue.present(call.server.endpoint()));
  }

  private static boolean isOurs(String queue, Map<String, String> tags, ResourceRef ref) {
    Owner owner = OwnershipTags.ownerOf(tags, ref);
    return owner == Owner.OURS
        || (owner == Owner.UNMARKED && QueueNames.of(queue).external().endsWith("-" + ref.uid()));
  }

  private static void requireOurs(String queue, Map<String, String> tags, ResourceRef ref) {
    if (!isOurs(queue, tags, ref)) {
      throw new ProvisionerException(
          ErrorCode.FOREIGN,
          foreign(queue, tags),
          "if it is yours, delete it; Automat does not touch it");
    }
  }

  private static String foreign(String queue, Map<String, String> tags) {
    return "queue %s belongs to somebody else: its tags are %s".formatted(queue, tags);
  }

  private static boolean carries(FoundQueue queue, String installation) {
    return installation.equals(queue.tags().get(OwnershipTags.INSTALLATION));
  }

  private static Listed listed(String resource, FoundQueue queue, RunningElasticMq running) {
    return new Listed(
        resource,
        Optional.ofNullable(queue.tags().get(OwnershipTags.UID)),
        queue.present(running.endpoint()));
  }

  private static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        GONE,
        "queue " + ref.externalName() + " is not there any more",
        "nothing: it is looked at again; if it stays away, find out who deleted it");
  }
}
