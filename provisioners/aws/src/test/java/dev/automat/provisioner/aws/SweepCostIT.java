package dev.automat.provisioner.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ListPage;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.testkit.aws.CallCounts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * What a sweep asks of AWS, against looking at each object by itself, counted where the calls
 * arrive. The full run: {@code -Dsweep.queues=1000 -Dsweep.instances=200}.
 */
class SweepCostIT {

  private static final double BUDGET = 0.02;
  private static final int AT_A_TIME = 4;
  private static final int ATTEMPTS = 5;

  private final AwsStandIn aws = new AwsStandIn(Clock.systemUTC());
  private final TestAccount account = new TestAccount(aws.hostile().moto());

  @TempDir private Path directory;

  @AfterEach
  void close() {
    account.close();
    aws.close();
  }

  @Test
  void ofQueuesIsWithinTwoPercent() throws Exception {
    int count = Integer.getInteger("sweep.queues", 100);
    measure("aws/sqs", count, this::makeQueue);
  }

  @Test
  void ofInstancesIsWithinTwoPercent() throws Exception {
    int count = Integer.getInteger("sweep.instances", 100);
    measure("aws/rds-postgres", count, this::makeInstance);
  }

  private void measure(String name, int count, Consumer<ResourceRef> make) throws Exception {
    List<ResourceRef> refs =
        IntStream.range(0, count).mapToObj(i -> ref(name, "uid%017d".formatted(i))).toList();
    each(refs, make);
    PluginContext context =
        new PluginContext(
            TestAccount.INSTALLATION,
            account.configuration(aws.endpoint()),
            directory,
            Clock.systemUTC());
    try (Provisioner provisioner = new AwsPlugin().open(context)) {
      ResourceType type = provisioner.types().get(name);
      // Whose the credentials are is asked once, and belongs to neither.
      type.observe(refs.getFirst());
      CallCounts calls = aws.hostile().calls();
      calls.reset();
      assertEquals(new TreeSet<>(refs.stream().map(ResourceRef::uid).toList()), listed(type));
      long swept = calls.total();
      calls.reset();
      each(refs, ref -> assertInstanceOf(Present.class, type.observe(ref)));
      long oneByOne = calls.total();
      double share = (double) swept / oneByOne;
      System.out.printf(
          "sweep of %d %s: %d calls, one by one %d: %.4f%n", count, name, swept, oneByOne, share);
      assertTrue(share <= BUDGET, () -> swept + " calls of " + oneByOne);
    }
  }

  private Set<String> listed(ResourceType type) {
    Set<String> uids = new TreeSet<>();
    Optional<String> token = Optional.empty();
    do {
      ListPage page = type.list(account.scope(), token);
      page.items().forEach(item -> uids.add(item.uid().orElseThrow()));
      token = page.next();
    } while (token.isPresent());
    return uids;
  }

  private ResourceRef ref(String type, String uid) {
    return new ResourceRef(type, uid, "swept-" + uid, account.scope(), Optional.empty());
  }

  private static void each(List<ResourceRef> refs, Consumer<ResourceRef> work)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<?>> working = new ArrayList<>();
      refs.forEach(ref -> working.add(threads.submit(() -> work.accept(ref))));
      for (Future<?> done : working) {
        done.get();
      }
    }
  }

  /** With its dead-letter queue, as every queue of our modules has one. */
  private void makeQueue(ResourceRef ref) {
    SqsClient sqs = account.place().sqs();
    Map<String, String> tags = OwnershipTags.of(ref);
    String letters = ref.externalName() + "-dlq";
    sqs.createQueue(make -> make.queueName(letters).tags(tags));
    String redrive =
        "{\"maxReceiveCount\": \"5\", \"deadLetterTargetArn\": \"arn:aws:sqs:%s:%s:%s\"}"
            .formatted(TestAccount.REGION, account.id(), letters);
    despiteMoto(
        () ->
            sqs.createQueue(
                make ->
                    make.queueName(ref.externalName())
                        .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, redrive))
                        .tags(tags)));
  }

  /**
   * moto goes through all queues to find a dead-letter queue, and answers 500 where another is made
   * beside it meanwhile.
   */
  private static void despiteMoto(Runnable call) {
    for (int attempt = 1; ; attempt++) {
      try {
        call.run();
        return;
      } catch (SqsException e) {
        if (e.statusCode() != 500 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void makeInstance(ResourceRef ref) {
    List<Tag> tags =
        OwnershipTags.of(ref).entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    account
        .place()
        .rds()
        .createDBInstance(
            make ->
                make.dbInstanceIdentifier(ref.externalName())
                    .dbInstanceClass("db.t4g.small")
                    .engine("postgres")
                    .engineVersion("17.4")
                    .allocatedStorage(20)
                    .masterUsername("keeper")
                    .masterUserPassword("Keeper4711")
                    .tags(tags));
  }
}
