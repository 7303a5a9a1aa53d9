package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Desired;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor.ListDepth;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CountingPluginTest {

  private static final Scope SCOPE = new Scope("account", "region", "inst");
  private static final int MANY = 100_000;

  @Test
  void holdsAHundredThousandThingsInLessThan200BytesEach() {
    CountingPlugin plugin = new CountingPlugin(ListDepth.FULL);
    ResourceType things = open(plugin);
    long before = usedAfterCollection();
    for (int i = 0; i < MANY; i++) {
      things.create(desired(i));
    }
    long each = (usedAfterCollection() - before) / MANY;
    assertTrue(each < 200, () -> each + " bytes each");
    assertEquals(MANY, plugin.size());
    assertEquals(MANY, plugin.count(Operation.CREATE));
  }

  @Test
  void listsEveryThingOnceOverItsPages() {
    ResourceType things = open(new CountingPlugin(ListDepth.TAGS));
    for (int i = 0; i < 2_500; i++) {
      things.create(desired(i));
    }
    Set<String> seen = new HashSet<>();
    Optional<String> token = Optional.empty();
    do {
      ListPage page = things.list(SCOPE, token);
      for (ListPage.Listed listed : page.items()) {
        assertTrue(seen.add(listed.externalName()), listed.externalName());
        assertEquals(Map.of(), listed.observed().settings());
      }
      token = page.next();
    } while (token.isPresent());
    assertEquals(2_500, seen.size());
  }

  @Test
  void showsWhatWasAskedForUntilItIsDeleted() {
    ResourceType things = open(new CountingPlugin(ListDepth.FULL));
    Desired desired = desired(1);
    things.create(desired);
    var shown = assertInstanceOf(Observation.Present.class, things.observe(desired.ref()));
    assertEquals(desired.settings(), shown.settings());
    assertEquals(desired.tags(), shown.tags());
    assertEquals("thing://" + desired.ref().externalName(), shown.outputs().get("address"));
    things.delete(desired.ref());
    assertInstanceOf(Observation.Absent.class, things.observe(desired.ref()));
  }

  private static ResourceType open(CountingPlugin plugin) {
    ResourceType things =
        plugin
            .open(new PluginContext("inst", Map.of(), Path.of("x"), InstantSource.system()))
            .types()
            .get(CountingPlugin.TYPE);
    if (things == null) {
      throw new AssertionError(CountingPlugin.TYPE);
    }
    return things;
  }

  private static Desired desired(int number) {
    String uid = String.format("%020d", number);
    ResourceRef ref =
        new ResourceRef(
            CountingPlugin.TYPE, uid, "thing" + number + "-" + uid, SCOPE, Optional.empty());
    Map<String, String> tags = new HashMap<>(OwnershipTags.of(ref));
    tags.put("team", "team" + number % 10);
    return new Desired(
        ref, Map.of("size", 1L + number % 3), tags, Optional.empty(), uid + "-create");
  }

  private static long usedAfterCollection() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
