package dev.automat.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.SourcePlugin;
import dev.automat.testkit.SourcePlugin.At;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PluginFoldersTest {

  @TempDir Path folder;

  private final Map<String, String> pins = new TreeMap<>();
  private final List<InstalledPlugins> loaded = new ArrayList<>();

  @AfterEach
  void close() {
    SourcePlugin.endHanging();
    loaded.forEach(InstalledPlugins::close);
  }

  private InstalledPlugins load() {
    return load(Optional.empty());
  }

  private InstalledPlugins load(Optional<Path> built) {
    InstalledPlugins plugins = PluginFolders.load(new PluginSettings(folder, pins), built);
    loaded.add(plugins);
    return plugins;
  }

  /** Packs it, and pins what is there. */
  private void pinned(String name, SourcePlugin plugin) throws Exception {
    plugin.packAs(folder.resolve(name).resolve("probe.jar"));
    pin(name);
  }

  private void pin(String name) throws Exception {
    PluginFiles files =
        PluginFiles.in(folder).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow()
            .read();
    pins.put(name, files.digest());
  }

  private static LeftOut leftOut(InstalledPlugins plugins, String name) {
    assertEquals(Optional.empty(), plugins.plugin(name));
    return plugins.leftOut().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not named in " + plugins.leftOut()));
  }

  @Test
  void loadsAFolderOfJarsAndASingleJar() throws Exception {
    pinned("moon", SourcePlugin.named("moon"));
    SourcePlugin.named("mars").packAs(folder.resolve("mars.jar"));
    pin("mars");

    InstalledPlugins plugins = load();

    assertEquals(List.of(), plugins.leftOut());
    for (String name : List.of("moon", "mars")) {
      LoadedPlugin plugin = plugins.plugin(name).orElseThrow();
      assertEquals(PluginOrigin.PINNED, plugin.origin());
      assertEquals(Optional.of(pins.get(name)), plugin.digest());
      assertTrue(plugins.type(name + "/thing").isPresent());
    }
  }

  @Test
  void theDigestIsWhatSha256sumSays() throws Exception {
    Path jars = Files.createDirectories(folder.resolve("moon"));
    Files.writeString(jars.resolve("b.jar"), "two");
    Files.writeString(jars.resolve("a.jar"), "one");
    Files.writeString(jars.resolve("README.md"), "is never loaded");
    String lines = hex("one") + "  a.jar\n" + hex("two") + "  b.jar\n";

    assertEquals("sha256:" + hex(lines), PluginFiles.in(folder).getFirst().read().digest());
  }

  private static String hex(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusesWhatIsNotPinnedAndSaysWhatToPasteAndCheck() throws Exception {
    Path ran = folder.resolve("ran");
    pinned(
        "moon",
        SourcePlugin.named("moon")
            .with(At.CONSTRUCTOR, "new java.io.File(\"" + ran + "\").mkdir();"));
    String digest = pins.remove("moon");

    LeftOut left = leftOut(load(), "moon");

    assertEquals(Optional.of(digest), left.digest());
    assertTrue(
        left.reason().contains("plugins: {pinned: {moon: \"" + digest + "\"}}"), left::reason);
    assertTrue(left.reason().contains("whom you trust"), left::reason);
    assertFalse(Files.exists(ran), "none of its code ran");
  }

  @Test
  void refusesWhatIsNotWhatWasPinned() throws Exception {
    pinned("moon", SourcePlugin.named("moon"));
    String before = pins.get("moon");
    Files.writeString(folder.resolve("moon/another.jar"), "slipped in");

    LeftOut left = leftOut(load(), "moon");

    assertTrue(left.reason().contains(before + " is pinned"), left::reason);
    assertTrue(left.reason().contains(left.digest().orElseThrow()), left::reason);
  }

  @Test
  void namesAPinWithoutAPlugin() {
    pins.put("moon", "sha256:" + "0".repeat(64));

    InstalledPlugins plugins = load();

    assertTrue(leftOut(plugins, "moon").reason().contains("pinned and not there"));
    assertTrue(plugins.isKnown("moon"));
    assertTrue(plugins.unavailable("moon").orElseThrow().contains("was left out"));
    assertEquals(Optional.of("the plugin mars is not installed"), plugins.unavailable("mars"));
  }

  @Test
  void needsNoPinForWhatTheBuildMade() throws Exception {
    Path built = folder.resolve("beside");
    SourcePlugin.named("moon").packAs(built.resolve("moon/probe.jar"));
    SourcePlugin.named("mars").packAs(built.resolve("mars/probe.jar"));
    for (PluginFiles files : PluginFiles.in(built)) {
      Files.writeString(
          built.resolve(files.name() + ".sha256"), files.read().digest() + System.lineSeparator());
    }
    Files.writeString(built.resolve("mars/another.jar"), "slipped in");

    InstalledPlugins plugins =
        PluginFolders.load(
            new PluginSettings(folder.resolve("none"), Map.of()), Optional.of(built));
    loaded.add(plugins);

    assertEquals(PluginOrigin.BUILT, plugins.plugin("moon").orElseThrow().origin());
    assertTrue(leftOut(plugins, "mars").reason().contains("not what the build made"));
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        broken("misses a class", "lost.Library", missingLibrary()),
        broken(
            "throws in its constructor",
            "java.lang.IllegalStateException",
            probe()
                .with(
                    At.CONSTRUCTOR,
                    "if (true) throw new IllegalStateException(\"password=hunter2\");")),
        broken(
            "throws in types()",
            "java.lang.NullPointerException",
            probe().with(At.TYPES, "if (true) throw new NullPointerException(\"hunter2\");")),
        broken(
            "overflows the stack",
            "java.lang.StackOverflowError",
            probe().with(At.TYPES, "types();")),
        broken(
            "was built against another SPI",
            "another version of the SPI",
            probe()
                .against(
                    "dev.automat.spi.NamingRule",
                    "package dev.automat.spi; public record NamingRule(int maxLength) {"
                        + " public String motto() { return \"\"; } }")
                .with(At.TYPES, "new NamingRule(60).motto();")),
        broken(
            "declares a type of another",
            "begins with its plugin's name",
            probe().with(At.TYPES, "type = \"aws/thing\";")),
        broken(
            "has no slash",
            "begins with its plugin's name",
            probe().with(At.TYPES, "type = \"thing\";")),
        broken("names no class", "name 0 plugins", probe().services("")),
        broken(
            "names a class that is not there",
            "probe.Gone not found",
            probe().services("probe.Gone\n")),
        broken("calls itself otherwise", "calls itself mars", SourcePlugin.named("mars")),
        broken("loads from elsewhere", "Class-Path", probe().classPath("file:/")),
        broken("hangs", "did not return within 5 s", probe().with(At.CONSTRUCTOR, "stand();")));
  }

  private static SourcePlugin probe() {
    return SourcePlugin.named("moon");
  }

  private static SourcePlugin missingLibrary() {
    return probe()
        .against(
            "lost.Library",
            "package lost; public class Library { public static int n() { return 1; } }")
        .with(At.TYPES, "lost.Library.n();");
  }

  private static Arguments broken(String what, String said, SourcePlugin plugin) {
    return Arguments.of(what, said, plugin);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void leavesOutWhatIsBrokenAndNothingElse(String what, String said, SourcePlugin plugin)
      throws Exception {
    pinned("moon", plugin);
    pinned("sound", SourcePlugin.named("sound"));

    InstalledPlugins plugins = load();

    String reason = leftOut(plugins, "moon").reason().replace('/', '.');
    assertTrue(reason.contains(said.replace('/', '.')), reason);
    assertFalse(reason.contains("hunter2"), reason);
    assertTrue(plugins.plugin("sound").isPresent());
  }

  @Test
  void leavesOutWhatIsNoJar() throws Exception {
    Files.createDirectories(folder.resolve("moon"));
    Files.writeString(folder.resolve("moon/broken.jar"), "no zip");
    pin("moon");
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("Not a name"));

    InstalledPlugins plugins = load();

    assertTrue(leftOut(plugins, "moon").reason().contains("broken.jar is no usable jar"));
    assertTrue(leftOut(plugins, "empty").reason().contains("holds no jar"));
    assertTrue(leftOut(plugins, "Not a name").reason().contains("lowercase letters"));
  }

  @Test
  void keepsTheFirstOfTwoOfOneName() throws Exception {
    pinned("moon", SourcePlugin.named("moon"));
    Path built = Files.createTempDirectory("built");
    Files.createDirectories(built.resolve("moon"));
    Files.copy(folder.resolve("moon/probe.jar"), built.resolve("moon/probe.jar"));
    Files.writeString(built.resolve("moon.sha256"), pins.get("moon"));

    InstalledPlugins plugins = load(Optional.of(built));

    assertEquals(PluginOrigin.BUILT, plugins.plugin("moon").orElseThrow().origin());
    assertTrue(plugins.leftOut().getFirst().reason().contains("another plugin is named so too"));
  }

  @Test
  void seesTheJdkAndTheSpiAndNothingElseOfOurs() throws Exception {
    List<String> sought =
        List.of(
            "java.net.http.HttpClient",
            "java.sql.Driver",
            "dev.automat.spi.ErrorCode",
            "org.jspecify.annotations.Nullable",
            "org.slf4j.Logger",
            "dev.automat.plugin.InstalledPlugins",
            "dev.automat.engine.Engine",
            "dev.automat.testkit.SourcePlugin",
            "org.jdbi.v3.core.Jdbi",
            "tools.jackson.databind.JsonNode",
            "ch.qos.logback.classic.Logger",
            "org.junit.jupiter.api.Test");
    pinned(
        "moon",
        SourcePlugin.named("moon")
            .with(
                At.TYPES,
                """
                OUTPUTS.clear();
                for (String each : "%s".split(" ")) {
                  for (ClassLoader loader : new ClassLoader[] {
                      Probe.class.getClassLoader(), Thread.currentThread().getContextClassLoader()}) {
                    try { loader.loadClass(each); OUTPUTS.add(each); }
                    catch (ClassNotFoundException e) { continue; }
                  }
                }
                """
                    .formatted(String.join(" ", sought))));

    List<String> seen = load().type("moon/thing").orElseThrow().outputs();

    assertEquals(
        sought.subList(0, 5).stream().flatMap(each -> Stream.of(each, each)).toList(), seen);
  }

  @Test
  void twoVersionsOfALibraryStandSideBySide() throws Exception {
    for (String name : List.of("moon", "mars")) {
      pinned(
          name,
          SourcePlugin.named(name)
              .and(
                  "lib.Version",
                  "package lib; public class Version { public static final Object OF = \"of "
                      + name
                      + "\"; }")
              .with(At.TYPES, "OUTPUTS.clear(); OUTPUTS.add(lib.Version.OF.toString());"));
    }

    InstalledPlugins plugins = load();

    assertEquals(List.of("of moon"), plugins.type("moon/thing").orElseThrow().outputs());
    assertEquals(List.of("of mars"), plugins.type("mars/thing").orElseThrow().outputs());
  }

  @Test
  void namesThreadsThatAreLeftRunning() throws Exception {
    pinned(
        "moon",
        SourcePlugin.named("moon")
            .with(
                At.TYPES,
                """
                Thread leak = new Thread(() -> {
                  try { Thread.sleep(60_000); } catch (InterruptedException e) { return; }
                }, "leaked-by-moon");
                leak.start();
                """));
    LoadedPlugin plugin = load().plugin("moon").orElseThrow();

    assertEquals(List.of("leaked-by-moon"), plugin.threads().leftRunning(Duration.ofMillis(1)));

    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("leaked-by-moon"))
        .forEach(Thread::interrupt);
    assertEquals(List.of(), plugin.threads().leftRunning(Duration.ofSeconds(20)));
  }
}
