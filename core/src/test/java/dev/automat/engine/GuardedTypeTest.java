package dev.automat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.PluginFolders;
import dev.automat.plugin.PluginSettings;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.testkit.SourcePlugin;
import dev.automat.testkit.SourcePlugin.At;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plugin from a folder can do to the engine by its answers. */
@Timeout(120)
class GuardedTypeTest {

  private static final ResourceRef REF =
      new ResourceRef(
          "moon/thing", "u".repeat(20), "thing", new Scope("a", "r", "i"), Optional.empty());
  private static final Desired DESIRED =
      new Desired(REF, Map.of(), Map.of("k", "v"), Optional.empty(), "token");

  @TempDir Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    SourcePlugin.endHanging();
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** Loads them as they are, and opens them. */
  private OpenPlugins opened(SourcePlugin... plugins) {
    for (int i = 0; i < plugins.length; i++) {
      plugins[i].packAs(folder.resolve(i == 0 ? "moon.jar" : "mars.jar"));
    }
    InstalledPlugins unpinned =
        PluginFolders.load(new PluginSettings(folder, Map.of()), Optional.empty());
    Map<String, String> pins = new HashMap<>();
    unpinned.leftOut().forEach(left -> pins.put(left.name(), left.digest().orElseThrow()));
    InstalledPlugins installed =
        PluginFolders.load(new PluginSettings(folder, pins), Optional.empty());
    assertEquals(List.of(), installed.leftOut());
    open.add(installed);
    OpenPlugins opened =
        new OpenPlugins(installed, Workbench.configuration(1), "i", () -> Instant.EPOCH);
    open.add(opened);
    return opened;
  }

  private ResourceType moon(SourcePlugin plugin) {
    return opened(plugin).type("moon/thing").map(OpenType::operations).orElseThrow();
  }

  private static SourcePlugin moon() {
    return SourcePlugin.named("moon");
  }

  @Test
  void aPluginFromAFolderWorks() {
    ResourceType type = moon(moon());

    Present made = ((Outcome.Finished) type.create(DESIRED)).observed();

    assertEquals(Map.of("url", "probe:moon"), made.outputs());
    assertEquals(made, type.observe(REF));
    assertEquals(1, type.list(REF.scope(), Optional.empty()).items().size());
    assertEquals("probe:moon", type.connection(made.outputs(), Optional.empty()).get("url"));
  }

  @Test
  void takesInPlainValuesOnly() {
    ResourceType type =
        moon(
            moon()
                .with(
                    At.CREATE,
                    """
                    outputs.put("list", new ArrayList<>(List.of(1L, 1.5, true, Map.of("a", "b"))));
                    """));

    Object copied = ((Outcome.Finished) type.create(DESIRED)).observed().outputs().get("list");

    assertEquals(List.of(1L, 1.5, true, Map.of("a", "b")), copied);
    assertFalse(copied instanceof ArrayList<?>, "it is a copy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          new Object() { public String toString() { return "hunter2"; } } | outputs.bad | probe.Probe$Thing$1
          7                                  | outputs.bad   | java.lang.Integer
          List.of("x", new StringBuilder())  | outputs.bad[] | java.lang.StringBuilder
          Map.of("in", java.time.Instant.MAX)| outputs.bad.in| java.time.Instant
          Double.NaN                         | outputs.bad   | java.lang.Double
          outputs                            | outputs.bad   | levels
          """)
  void namesTheKeyOfAnythingElseAndNeverItsValue(String value, String key, String what) {
    ResourceType type = moon(moon().with(At.CREATE, "outputs.put(\"bad\", " + value + ");"));

    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> type.create(DESIRED));

    assertEquals(ErrorCode.INTERNAL, refused.code());
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.contains(key) && said.contains(what), said);
    assertTrue(said.startsWith("the plugin moon answered create"), said);
    assertFalse(said.contains("hunter2"), said);
  }

  @ParameterizedTest
  @CsvSource({
    "if (true) throw new NoClassDefFoundError(\"a/B\"), java.lang.NoClassDefFoundError",
    "if (true) throw new AssertionError(\"hunter2\"), java.lang.AssertionError",
    "if (true) throw new ThreadDeath(), java.lang.ThreadDeath",
    "observe(ref), java.lang.StackOverflowError",
    "if (true) throw new IllegalStateException(\"hunter2\"), java.lang.IllegalStateException",
    "if (true) return null, null",
    "if (true) return new Observation.Foreign(null), null",
    "'if (true) throw new ProvisionerException(null, \"m\", \"n\")', ProvisionerException"
  })
  void whateverIsThrownIsADefectOfThePlugin(String statement, String named) {
    ResourceType type = moon(moon().with(At.OBSERVE, statement + ";"));

    ProvisionerException shown = assertThrows(ProvisionerException.class, () -> type.observe(REF));

    assertEquals(ErrorCode.INTERNAL, shown.code());
    assertTrue(String.valueOf(shown.getMessage()).startsWith("the plugin moon"), shown::toString);
    assertTrue(String.valueOf(shown.getMessage()).endsWith(named), shown::toString);
    assertFalse(String.valueOf(shown.getMessage()).contains("hunter2"), shown::toString);
  }

  @Test
  void spinningCallsHoldUpNobody() {
    OpenPlugins plugins = opened(moon().with(At.OBSERVE, "spin();"), SourcePlugin.named("mars"));
    ResourceType spinning = plugins.type("moon/thing").orElseThrow().operations();
    ResourceType other = plugins.type("mars/thing").orElseThrow().operations();
    CloudCalls calls = CloudCalls.withDeadline(Duration.ofMillis(50));

    // More than there are carriers for virtual threads.
    for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
      ProvisionerException late =
          assertThrows(ProvisionerException.class, () -> calls.call(() -> spinning.observe(REF)));
      assertEquals(ErrorCode.UNREACHABLE, late.code());
    }

    assertTrue(
        CloudCalls.withDeadline(Duration.ofSeconds(60)).call(() -> other.create(DESIRED))
            instanceof Outcome.Finished);
  }

  @Test
  void whatCanNotBeOpenedIsNamedAndTheOthersAre() {
    OpenPlugins plugins = opened(moon().with(At.OPEN, "stand();"), SourcePlugin.named("mars"));

    assertEquals(Optional.empty(), plugins.type("moon/thing"));
    assertTrue(plugins.type("mars/thing").isPresent());
    assertEquals(
        "the plugin moon could not be opened: open did not return within 5 s: tell its authors",
        plugins.whyNot("moon/thing"));
    assertEquals(Set.of("moon"), plugins.unopened().keySet());
  }

  @Test
  void aCloseThatHangsIsCutOff() {
    OpenPlugins plugins = opened(moon().with(At.CLOSE, "stand();"));
    long began = System.nanoTime();

    plugins.close();

    assertTrue(System.nanoTime() - began < Duration.ofSeconds(30).toNanos());
  }

  @Test
  void aPluginKnowsOnlyItsOwnName() {
    OpenPlugins plugins = opened(moon());

    assertEquals("the plugin moon has no type moon/other", plugins.whyNot("moon/other"));
    assertEquals("the plugin sun is not installed", plugins.whyNot("sun/thing"));
  }
}
