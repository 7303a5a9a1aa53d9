package dev.automat.testkit.aws;

import dev.automat.testkit.wire.WireFaults;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Reads that lag: within {@link WireFaults#lag} of a creation they may not see it, and lists within
 * the same time of a deletion may show what is gone.
 */
final class StaleLayer implements Layer {

  /** What reads of one thing say if it is not there. */
  private static final Map<String, Function<AwsCall, AwsRefusal>> READS =
      Map.ofEntries(
          Map.entry("rds:DescribeDBInstances", StaleLayer::noDatabase),
          Map.entry("rds:ListTagsForResource", StaleLayer::noDatabase),
          Map.entry("elasticache:DescribeReplicationGroups", StaleLayer::noCache),
          Map.entry("elasticache:DescribeCacheClusters", StaleLayer::noCache),
          Map.entry("sqs:GetQueueUrl", StaleLayer::noQueue),
          Map.entry("sqs:GetQueueAttributes", StaleLayer::noQueue),
          Map.entry("sqs:ListQueueTags", StaleLayer::noQueue),
          Map.entry("secretsmanager:DescribeSecret", StaleLayer::noSecret),
          Map.entry("secretsmanager:GetSecretValue", StaleLayer::noSecret));

  private static final Set<String> CREATIONS =
      Set.of(
          "CreateDBInstance",
          "CreateReplicationGroup",
          "CreateCacheCluster",
          "CreateQueue",
          "CreateSecret");

  private static final Set<String> DELETIONS =
      Set.of(
          "DeleteDBInstance",
          "DeleteReplicationGroup",
          "DeleteCacheCluster",
          "DeleteQueue",
          "DeleteSecret");

  /**
   * @param at when it goes
   * @param last how it last stood in lists, by their operation
   */
  private record Gone(Instant at, Map<String, String> last) {}

  private final Switches switches;
  private final Map<String, Instant> made = new ConcurrentHashMap<>();
  private final Map<String, Gone> gone = new ConcurrentHashMap<>();

  StaleLayer(Switches switches) {
    this.switches = switches;
  }

  @Override
  public AwsReply answer(AwsCall call, Onward onward) throws IOException {
    Optional<String> arn = Arns.of(call);
    if (arn.isPresent() && CREATIONS.contains(call.action())) {
      return create(arn.get(), call, onward);
    }
    if (arn.isPresent() && DELETIONS.contains(call.action())) {
      return delete(arn.get(), call, onward);
    }
    if (!isStale(call)) {
      return onward.go(call);
    }
    if (arn.isPresent()) {
      Function<AwsCall, AwsRefusal> missing = READS.get(operation(call));
      if (missing != null && isNew(arn.get())) {
        throw new Refused(missing.apply(call));
      }
      return onward.go(call);
    }
    return list(call, onward);
  }

  private AwsReply create(String arn, AwsCall call, Onward onward) throws IOException {
    AwsReply reply = onward.go(call);
    if (reply.ok()) {
      gone.remove(arn);
      // What is created again as it is was seen long ago.
      made.putIfAbsent(arn, now());
    }
    return reply;
  }

  private AwsReply delete(String arn, AwsCall call, Onward onward) throws IOException {
    Map<String, String> last = new ConcurrentHashMap<>();
    if (switches.faults.stale() > 0) {
      for (AwsCall list : Lists.showing(call)) {
        Lists reader = Lists.of(list).orElseThrow();
        Optional.ofNullable(reader.items(list, onward.go(list)).get(arn))
            .ifPresent(item -> last.put(operation(list), asDeleted(item)));
      }
    }
    AwsReply reply = onward.go(call);
    if (reply.ok()) {
      made.remove(arn);
      boolean slow = !call.service().equals("sqs");
      Instant at = slow ? now().plus(switches.timings.deleting()) : now();
      gone.put(arn, new Gone(at, last));
    }
    return reply;
  }

  private AwsReply list(AwsCall call, Onward onward) throws IOException {
    Optional<Lists> list = Lists.of(call);
    AwsReply reply = onward.go(call);
    if (list.isEmpty() || !reply.ok()) {
      return reply;
    }
    String where = ":" + call.region() + ":" + call.account() + ":";
    List<String> added = new ArrayList<>();
    gone.forEach(
        (arn, one) -> {
          String item = one.last.get(operation(call));
          if (item != null
              && arn.contains(where)
              && isRecent(one.at)
              && Wanted.by(call, arn, item)) {
            added.add(item);
          }
        });
    return list.get().with(call, reply, arn -> isNew(Arns.plain(arn)), added);
  }

  /** Drawn for every read, so that one more thing does not change what others see. */
  private boolean isStale(AwsCall call) {
    double stale = switches.faults.stale();
    return stale > 0 && switches.dice.roll("stale read of " + operation(call)) < stale;
  }

  private boolean isNew(String arn) {
    Instant at = made.get(arn);
    return at != null && isRecent(at);
  }

  private boolean isRecent(Instant at) {
    return !now().isBefore(at) && now().isBefore(at.plus(switches.faults.lag()));
  }

  private static String asDeleted(String item) {
    return item.replaceFirst("Status>available<", "Status>deleting<");
  }

  private static String operation(AwsCall call) {
    return call.service() + ":" + call.action();
  }

  private static AwsRefusal noDatabase(AwsCall call) {
    return AwsRefusal.of(404, "DBInstanceNotFound", "DBInstance not found.");
  }

  private static AwsRefusal noCache(AwsCall call) {
    return CacheKind.of(call.action()).orElseThrow().notFound("").refusal();
  }

  private static AwsRefusal noQueue(AwsCall call) {
    return new AwsRefusal(
        400,
        "AWS.SimpleQueueService.NonExistentQueue",
        "The specified queue does not exist.",
        Optional.of("QueueDoesNotExist"));
  }

  private static AwsRefusal noSecret(AwsCall call) {
    return AwsRefusal.of(
        400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }

  private Instant now() {
    return switches.clock.instant();
  }
}
