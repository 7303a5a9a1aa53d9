package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A judge who finds nothing proves nothing, unless he finds, and names, what was made wrong. */
class AftermathTest {

  /** Of a judge who is to find something, and need not wait until it is put right. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final Map<String, String> OF_THE_USER =
      Map.of("automat-uid", "uid-r2", "automat-installation", "one");
  private static final Map<String, String> OF_THE_QUEUE = tags("uid-r0");

  private final MadeUpCloud cloud = MadeUpCloud.likeAws();
  private final Kept queue = new Kept("queues", "r0");
  private final Kept database = new Kept(Variants.POSTGRES_WITH_COPY, "r1");
  private final Kept cache = new Kept("caches", "r2");
  private final Kept standing = new Kept("databases", "r3");
  private MadeUpApi api;
  private Talk talk;

  /** Three stand and were changed; a database is gone and left a copy. */
  @BeforeEach
  void makeUpWhatIsRight() throws IOException {
    api = new MadeUpApi();
    talk = api.talk();
    stand(queue, "Queue");
    stand(cache, "Cache");
    stand(standing, "Database");
    cloud.objects.put("queue r0-abc", OF_THE_QUEUE);
    cloud.objects.put("queue r0-abc-dlq", OF_THE_QUEUE);
    cloud.objects.put("cache r2-abc", tags("uid-r2"));
    cloud.objects.put("cache-subnets r2-abc-subnets", tags("uid-r2"));
    cloud.objects.put("cache-parameters r2-abc-valkey8", Map.of());
    cloud.objects.put("cache-user automat-uid-r2-default", OF_THE_USER);
    cloud.objects.put("cache-users automat-uid-r2", tags("uid-r2"));
    cloud.objects.put("database r3-abc", tags("uid-r3"));
    cloud.objects.put("subnets r3-abc-subnets", tags("uid-r3"));
    cloud.objects.put("parameters r3-abc-params-postgres18", tags("uid-r3"));
    database.seenReady();
    api.gone.put(database.path(), true);
    cloud.objects.put("snapshot r1-abc-final", tags("uid-r1"));
    cloud.copies.put("snapshot r1-abc-final", "r1-abc");
  }

  private void stand(Kept resource, String kind) {
    String name = resource.path().substring(resource.path().lastIndexOf('/') + 1);
    resource.acknowledged(OptionalInt.of(1), Optional.of("uid-" + name));
    cloud.settings.put(name + "-abc", resource.setting(1));
    ObjectNode document = Json.object().put("kind", kind);
    document
        .putObject("metadata")
        .put("team", "crash")
        .put("name", name)
        .put("uid", "uid-" + name)
        .put("generation", 2);
    document.set("spec", Json.read(resource.body(1), ObjectNode.class).path("spec"));
    document.putObject("plan").putObject("tags").put("team", "crash").put("cost-center", "cc-1");
    document
        .putObject("status")
        .put("phase", "Ready")
        .put("observedGeneration", 2)
        .put("externalName", name + "-abc")
        .putArray("conditions");
    api.documents.put(resource.path(), document);
  }

  private static Map<String, String> tags(String uid) {
    return Map.of(
        "automat-uid", uid, "automat-installation", "one", "team", "crash", "cost-center", "cc-1");
  }

  @AfterEach
  void close() {
    talk.close();
    api.close();
  }

  private void judge(Duration limit) {
    Aftermath aftermath =
        new Aftermath(talk, List.of(queue, database, cache, standing), true, limit);
    aftermath.everythingEndsAsAcknowledged();
    CloudAftermath inTheCloud = new CloudAftermath(aftermath, cloud, new Impatience(talk, limit));
    inTheCloud.theAccountHoldsWhatTheApiLists();
    inTheCloud.noLeakIsListed();
  }

  private void requireFound(String... words) {
    String said = assertThrows(AssertionError.class, () -> judge(SHORT)).getMessage();
    for (String word : words) {
      assertTrue(said.contains(word), () -> "«" + word + "» is not in: " + said);
    }
  }

  private ObjectNode status(Kept resource) {
    return api.documents.get(resource.path()).withObject("/status");
  }

  @Test
  void findsNothingWhereNothingIsWrong() {
    judge(Await.LIMIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue r9-xyz",
        "database r1-abc",
        "cache r0-abc",
        "subnets r1-abc-subnets",
        "cache-user automat-uid-r9-default",
        "cache-parameters r9-abc-valkey8"
      })
  void findsWhatLeakedOrLivesOnWhereItsResourceIsGone(String line) {
    cloud.objects.put(line, tags("uid-r1"));
    requireFound("leaked: " + line);
    cloud.objects.put(line, Map.of());
    requireFound("leaked: " + line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue r0-xyz",
        "queue r0-abc-2",
        "queue r0-abc-2-dlq",
        "cache r0-abc",
        "subnets r0-abc-subnets"
      })
  void findsASecondObjectOfOneUid(String line) {
    cloud.objects.put(line, OF_THE_QUEUE);
    requireFound("doubled: " + line);
  }

  @ParameterizedTest
  @CsvSource({
    "queue r0-abc.fifo, queue r0-abc, uid-r0",
    "queue r0-abc-dlq.fifo, queue r0-abc-dlq, uid-r0",
    "parameters r3-abc-params-postgres19, parameters r3-abc-params-postgres18, uid-r3",
    "cache-parameters r2-abc-valkey9, cache-parameters r2-abc-valkey8, uid-r2"
  })
  void findsWhatIsThereTwiceUnderNamesThatAreBothItsOwn(String second, String first, String uid) {
    cloud.objects.put(second, tags(uid));
    requireFound("doubled: ", second, first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"topic r0-abc-2", "subscription r0-abc-2", "subscription r0-abc-2-dead"})
  void findsASecondObjectOfOneUidInTheOtherCloud(String line) {
    MadeUpCloud other = MadeUpCloud.likeGcp();
    other.settings.putAll(cloud.settings);
    for (String each : List.of("topic ", "subscription ")) {
      other.objects.put(each + "r0-abc", OF_THE_QUEUE);
      other.objects.put(each + "r0-abc-dead", OF_THE_QUEUE);
    }
    api.documents.remove(cache.path());
    api.documents.remove(standing.path());
    ofTheQueueAlone(other, Await.LIMIT).theAccountHoldsWhatTheApiLists();
    other.objects.put(line, OF_THE_QUEUE);
    CloudAftermath hasty = ofTheQueueAlone(other, SHORT);
    String said =
        assertThrows(AssertionError.class, hasty::theAccountHoldsWhatTheApiLists).getMessage();
    assertTrue(said.contains("doubled: " + line), said);
  }

  private CloudAftermath ofTheQueueAlone(MadeUpCloud other, Duration limit) {
    Aftermath aftermath = new Aftermath(talk, List.of(queue), true, limit);
    return new CloudAftermath(aftermath, other, new Impatience(talk, limit));
  }

  @Test
  void findsWhatIsLost() {
    cloud.objects.remove("cache r2-abc");
    requireFound("lost: Cache r2-abc", "uid-r2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue r0-abc-dlq",
        "subnets r3-abc-subnets",
        "cache-user automat-uid-r2-default",
        "cache-users automat-uid-r2"
      })
  void findsAPartThatIsLost(String line) {
    cloud.objects.remove(line);
    requireFound("lost: " + line);
  }

  @Test
  void findsThatSomethingIsNotWhole() {
    cloud.lacking.add("the way to r0-abc-dlq");
    requireFound("the way to r0-abc-dlq");
  }

  @ParameterizedTest
  @CsvSource({"team, shop", "team,", "cost-center, cc-2", "automat-installation,"})
  void findsWrongTags(String key, String value) {
    for (String line : List.of("queue r0-abc", "queue r0-abc-dlq")) {
      Map<String, String> tags = new TreeMap<>(OF_THE_QUEUE);
      if (value == null) {
        tags.remove(key);
      } else {
        tags.put(key, value);
      }
      cloud.objects.put(line, tags);
      requireFound(line, "r0-abc");
      cloud.objects.put(line, OF_THE_QUEUE);
    }
  }

  @Test
  void findsTheUidOfAnother() {
    cloud.objects.put("subnets r3-abc-subnets", tags("uid-r2"));
    requireFound("subnets r3-abc-subnets", "uid-r2");
    cloud.objects.put("subnets r3-abc-subnets", Map.of());
    requireFound("subnets r3-abc-subnets");
  }

  @Test
  void findsAnotherSettingThanWasAskedFor() {
    cloud.settings.put("r0-abc", "30");
    requireFound("r0-abc", "is what was asked for");
  }

  @Test
  void findsACopyThatIsLostDoubledOrOfNothing() {
    cloud.copies.put("snapshot r1-abc-2", "r1-abc");
    requireFound("snapshot r1-abc-2");
    cloud.copies.clear();
    requireFound("databases/r1=1", "databases/r1=0");
    cloud.copies.put("snapshot r1-abc-final", "r1-abc");
    cloud.copies.put("snapshot r9-abc-final", "r9-abc");
    requireFound("snapshot r9-abc-final");
    cloud.copies.remove("snapshot r9-abc-final");
    api.gone.put(database.path(), false);
    requireFound("databases/r1", "was ready, and can be brought back");
  }

  @Test
  void letsTheListDisagreeForAMoment() {
    api.lieInTheList(2, List::removeFirst);
    judge(Await.LIMIT);
  }

  @Test
  void findsAListThatDisagreesForLonger() {
    api.lieInTheList(Integer.MAX_VALUE, List::removeFirst);
    requireFound("not listed: Cache crash/r2");
    // As many as are shown, and yet others.
    api.lieInTheList(Integer.MAX_VALUE, all -> all.set(0, all.get(1)));
    requireFound("not listed: Cache crash/r2", "listed, and not shown so: Database crash/r3");
    api.lieInTheList(Integer.MAX_VALUE, all -> all.add(all.getFirst()));
    requireFound("listed, and not shown so: Cache crash/r2");
    api.lieInTheList(
        Integer.MAX_VALUE,
        all -> {
          ObjectNode other = (ObjectNode) all.getFirst().deepCopy();
          other.withObject("/status").put("phase", "Updating");
          all.set(0, other);
        });
    requireFound("listed, and not shown so: Cache crash/r2", "Updating");
  }

  @Test
  void findsWhatIsStuckAndWhetherItSaysWhy() {
    status(cache).put("phase", "Provisioning");
    requireFound("caches/r2", "stuck without a reason", "Provisioning");
    status(cache)
        .withArray("/conditions")
        .addObject()
        .put("type", "Synced")
        .put("status", "False")
        .put("reason", "Working")
        .put("message", "");
    requireFound("caches/r2", "stuck without a reason");
    ((ObjectNode) status(cache).at("/conditions/0")).put("message", "the cloud is at it");
    requireFound("caches/r2", "stuck, as Working: the cloud is at it");
  }

  @Test
  void findsWhatIsReadyButNotAsItsNewestGenerationAsks() {
    status(cache).put("observedGeneration", 1);
    requireFound("caches/r2", "stuck without a reason");
  }

  @Test
  void findsWhatEndedOtherwiseThanWasAcknowledged() {
    api.documents.remove(queue.path());
    requireFound("queues/r0", "ended as OptionalInt.empty");
  }

  @Test
  void findsAnotherUidThanWasAcknowledged() {
    api.documents.get(queue.path()).withObject("/metadata").put("uid", "uid-r7");
    requireFound("expected: <uid-r0> but was: <uid-r7>");
  }

  @Test
  void findsATimelineWithAGapOrALoss() {
    ObjectNode timeline = MadeUpApi.timeline("Creating", "Available", "Recreating");
    api.events.put(queue.path(), timeline);
    requireFound("queues/r0", "was lost meanwhile", "Recreating");
    ObjectNode gap = MadeUpApi.timeline("Creating", "Available", "Updating");
    gap.withArray("/items").remove(1);
    api.events.put(queue.path(), gap);
    requireFound("queues/r0", "[1, 3]");
  }

  @Test
  void namesWhatTheSweepFound() {
    api.leaks.add("r9-abc");
    requireFound("leaked, as the sweep says", "r9-abc");
  }

  @Test
  void wantsBothEndsOfEachPlural() {
    List<Kept> kept = new ArrayList<>(List.of(queue, database, cache, standing));
    Aftermath aftermath = new Aftermath(talk, kept, true);
    String said = assertThrows(AssertionError.class, aftermath::eachPluralHasBothEnds).getMessage();
    assertTrue(said.contains("deleted"), said);
    kept.add(new Kept("queues", "r4"));
    kept.add(new Kept("caches", "r5"));
    aftermath.eachPluralHasBothEnds();
  }
}
