package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.trial.Talk.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The golden paths in AWS, from the request to what stands in the account and back: asked of the
 * server by HTTP, and of AWS by its own clients.
 */
class AwsVendIT {

  private static final String TEAM = "/v1/teams/payments/";
  private static final String DATABASE = TEAM + "databases/orders";
  private static final String QUEUE = TEAM + "queues/jobs";
  private static final String CACHE = TEAM + "caches/sessions";
  private static final String LOST = TEAM + "databases/lost";

  /** A deep look, for what lists do not show, is every 36 of these. */
  private static final String OFTEN = "engine: {interval: 1s}\n";

  private static final Set<String> DATED =
      Set.of(
          "team",
          "environment",
          "owner",
          "cost-center",
          "module",
          "managed-by",
          "automat-uid",
          "automat-installation",
          "expires-on");

  @TempDir private Path directory;

  private AwsGround ground;
  private AwsInventory inventory;
  private Talk talk;
  private Impatience impatience;
  private String databaseName;
  private String databaseUid;

  @Test
  void whatIsAskedForStandsInAwsIsKeptSoAndGoesAgain() throws Exception {
    Workplace place = Workplace.in(directory);
    ground = AwsGround.prepare(1);
    inventory = new AwsInventory(ground);
    ServerProcess server = ground.launch(place, OFTEN);
    try (Talk talking = new Talk(server)) {
      talk = talking;
      impatience = new Impatience(talk);
      AwsGround.requirePluginOfThisBuild(talk);
      vend();
      databaseIsAsAskedFor();
      queueIsAsAskedFor();
      cacheIsAsAskedFor();
      whatIsChangedByHandIsPutRightOrShown();
      takeBackWhatIsThereAndWhatIsNot();
    } finally {
      server.close();
      ground.close();
    }
    String said = server.said();
    assertFalse(said.contains("left threads running"), said);
  }

  private void vend() {
    // Production is protected unless its request says otherwise.
    put(DATABASE, "{'environment': 'prod', 'deletionProtection': false}");
    put(QUEUE, "{'environment': 'dev', 'module': 'fifo'}");
    put(CACHE, "{'environment': 'prod', 'deletionProtection': false}");
    put(LOST, "{'environment': 'dev'}");
    List.of(DATABASE, QUEUE, CACHE, LOST).forEach(impatience::awaitReady);
  }

  private void put(String path, String spec) {
    Answer answer = talk.ask("PUT", path, ("{'spec': " + spec + "}").replace('\'', '"'));
    assertEquals(202, answer.status(), answer::toString);
  }

  private String externalName(String path) {
    return talk.get(path).at("/status/externalName");
  }

  private void databaseIsAsAskedFor() {
    DBInstance database = inventory.database(externalName(DATABASE)).orElseThrow();
    databaseName = database.dbInstanceIdentifier();
    databaseUid = talk.get(DATABASE).at("/metadata/uid");
    assertTrue(database.multiAZ());
    assertTrue(database.storageEncrypted());
    assertFalse(database.publiclyAccessible());
    assertTrue(database.deletionProtection());
    assertEquals(30, database.backupRetentionPeriod());
    assertEquals("db.m7g.large", database.dbInstanceClass());
    assertTrue(database.engineVersion().startsWith("18"), database.engineVersion());
    requireTags(DATABASE, AwsInventory.tags(database.tagList()), false);
  }

  private void queueIsAsAskedFor() {
    String name = externalName(QUEUE);
    Map<QueueAttributeName, String> queue = inventory.queue(name + ".fifo");
    assertEquals("true", queue.get(QueueAttributeName.FIFO_QUEUE));
    String redrive = queue.get(QueueAttributeName.REDRIVE_POLICY);
    assertTrue(redrive.contains(name + "-dlq.fifo\""), redrive);
    assertEquals(
        "1209600",
        inventory.queue(name + "-dlq.fifo").get(QueueAttributeName.MESSAGE_RETENTION_PERIOD));
    requireTags(QUEUE, inventory.queues().get("queue " + name + ".fifo"), true);
    requireTags(QUEUE, inventory.queues().get("queue " + name + "-dlq.fifo"), true);
  }

  private void cacheIsAsAskedFor() {
    ReplicationGroup cache = inventory.cache(externalName(CACHE)).orElseThrow();
    assertEquals("enabled", cache.multiAZAsString());
    assertTrue(cache.atRestEncryptionEnabled());
    assertTrue(cache.transitEncryptionEnabled());
    assertEquals(7, cache.snapshotRetentionLimit());
    requireTags(CACHE, inventory.tagsOfCache(cache.arn()), false);
  }

  /**
   * @param dated whether it has an end
   */
  private void requireTags(String path, Map<String, String> tags, boolean dated) {
    Answer document = talk.get(path);
    for (String key : DATED) {
      assertEquals(
          dated || !key.equals("expires-on"),
          tags.containsKey(key),
          () -> key + " of " + path + ": " + tags);
    }
    assertEquals("payments", tags.get("team"));
    assertEquals(document.at("/spec/environment"), tags.get("environment"));
    assertEquals("platform-team", tags.get("owner"));
    assertEquals("cc-4711", tags.get("cost-center"));
    assertEquals("automat", tags.get("managed-by"));
    assertEquals(document.at("/metadata/uid"), tags.get("automat-uid"));
    assertTrue(tags.get("module").startsWith(document.at("/plan/module/name")), tags::toString);
    if (dated) {
      assertEquals(document.at("/metadata/expiresAt").substring(0, 10), tags.get("expires-on"));
    }
  }

  private void whatIsChangedByHandIsPutRightOrShown() {
    String database = externalName(DATABASE);
    String queue = externalName(QUEUE) + ".fifo";
    String lost = externalName(LOST);
    ground.rds().deleteDBInstance(del -> del.dbInstanceIdentifier(lost).skipFinalSnapshot(true));
    String arn = inventory.database(database).orElseThrow().dbInstanceArn();
    isPutRight(
        DATABASE,
        "team",
        () ->
            ground
                .rds()
                .addTagsToResource(
                    add ->
                        add.resourceName(arn)
                            .tags(Tag.builder().key("team").value("mine").build())));
    isPutRight(
        DATABASE,
        "db.m7g.16xlarge",
        () ->
            ground
                .rds()
                .modifyDBInstance(
                    change ->
                        change
                            .dbInstanceIdentifier(database)
                            .applyImmediately(true)
                            .dbInstanceClass("db.m7g.16xlarge")
                            .backupRetentionPeriod(3)));
    awaitEvent(DATABASE, "DriftReported", "backupRetentionDays");
    isPutRight(
        QUEUE,
        "messageRetentionSeconds",
        () ->
            ground
                .sqs()
                .setQueueAttributes(
                    set ->
                        set.queueUrl(inventory.url(queue))
                            .attributes(
                                Map.of(
                                    QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                                    "60",
                                    // Moto loses the policy in every change that does not repeat
                                    // it.
                                    QueueAttributeName.POLICY,
                                    inventory.queue(queue).get(QueueAttributeName.POLICY)))));
    isPutRight(
        QUEUE,
        "owner",
        () ->
            ground
                .sqs()
                .untagQueue(
                    untag -> untag.queueUrl(inventory.url(queue)).tagKeys("owner", "cost-center")));

    DBInstance mended = inventory.database(database).orElseThrow();
    assertEquals("db.m7g.large", mended.dbInstanceClass());
    assertEquals(3, mended.backupRetentionPeriod(), "what is only shown is left as it is");
    requireTags(DATABASE, AwsInventory.tags(mended.tagList()), false);
    queueIsAsAskedFor();
    assertEquals("345600", inventory.queue(queue).get(QueueAttributeName.MESSAGE_RETENTION_PERIOD));
  }

  /** The one that was deleted by hand is seen to be missing while the others are made sure of. */
  private void takeBackWhatIsThereAndWhatIsNot() {
    long created = ground.aws().calls().of("rds", "CreateDBInstance");
    delete(DATABASE, QUEUE, CACHE);
    awaitEvent(LOST, "MissingExternally", "is gone from the cloud");
    assertEquals(created, ground.aws().calls().of("rds", "CreateDBInstance"), "made empty");
    assertTrue(inventory.database(externalName(LOST)).isEmpty());
    delete(LOST);
    List.of(DATABASE, QUEUE, CACHE).forEach(impatience::awaitGone);
    // The last look at it may have come while the others were made sure of.
    impatience.await(
        LOST, "taken back", answer -> answer.status() == 410 || Aftermath.isSeenGone(answer));
    onlyTheSnapshotIsLeft();
  }

  private void delete(String... paths) {
    for (String path : paths) {
      Answer answer = talk.ask("DELETE", path, "");
      assertEquals(202, answer.status(), answer::toString);
    }
  }

  /**
   * Waits until a change by hand was told and put right. One after the other: what is changed while
   * something else is put right is put right with it, and told of no more.
   */
  private void isPutRight(String path, String words, Runnable change) {
    change.run();
    impatience.until(
        () -> path + " is put right: " + words + talk.get(path + "/events") + talk.get(path),
        List.of(path),
        () -> tells(path, "DriftCorrected", words) && isInSync(talk.get(path)));
  }

  private static boolean isInSync(Answer answer) {
    for (var condition : answer.json().path("status").path("conditions")) {
      if (condition.path("type").asString().equals("Synced")) {
        return Set.of("InSync", "DriftReported").contains(condition.path("reason").asString());
      }
    }
    return false;
  }

  private void awaitEvent(String path, String reason, String words) {
    Await.until(
        Impatience.LIMIT,
        () -> reason + " of " + words + " in " + talk.get(path + "/events") + talk.get(path),
        () -> tells(path, reason, words));
  }

  private boolean tells(String path, String reason, String words) {
    for (var event : talk.get(path + "/events").json().path("items")) {
      if (event.path("reason").asString().equals(reason)
          && event.path("message").asString().contains(words)) {
        return true;
      }
    }
    return false;
  }

  private void onlyTheSnapshotIsLeft() {
    List<DBSnapshot> snapshots = inventory.snapshots();
    assertEquals(1, snapshots.size(), snapshots::toString);
    assertEquals(databaseName + "-final", snapshots.getFirst().dbSnapshotIdentifier());
    Map<String, String> tags = AwsInventory.tags(snapshots.getFirst().tagList());
    assertEquals("payments", tags.get("team"), tags::toString);
    assertEquals(databaseUid, tags.get("automat-uid"), tags::toString);
    assertEquals("cc-4711", tags.get("cost-center"), tags::toString);
    Set<String> left = inventory.everything().keySet();
    assertEquals(
        Set.of("snapshot " + databaseName + "-final"),
        left.stream()
            .filter(line -> !line.startsWith("cache-snapshot"))
            .collect(Collectors.toSet()));
  }
}
