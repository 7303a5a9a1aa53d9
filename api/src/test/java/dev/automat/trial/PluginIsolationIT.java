package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.PluginFolders;
import dev.automat.plugin.PluginOrigin;
import dev.automat.plugin.PluginSettings;
import dev.automat.testkit.SourcePlugin;
import dev.automat.testkit.SourcePlugin.At;
import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A server with plugins of every kind of misbehaviour: each is named, and {@code local} and the
 * sound ones vend as if they were not there. Plugins come as jars, so processes of their own load
 * them as anybody's.
 */
class PluginIsolationIT {

  private static final Pattern PIN =
      Pattern.compile("plugins: \\{pinned: \\{([a-z]+): \"(sha256:[0-9a-f]{64})\"}}");

  @TempDir Path directory;

  private Workplace place;
  private Path plugins;
  private Path catalog;

  private void prepare() throws IOException {
    place = Workplace.in(directory);
    plugins = place.root().resolve("plugins");
    catalog = place.root().resolve("modules");
    Path queue = Workplace.repository().resolve("modules/queue");
    copy(queue.resolve("kind.yaml"), catalog.resolve("queue/kind.yaml"));
    copy(queue.resolve("standard/1.0.0.yaml"), catalog.resolve("queue/standard/1.0.0.yaml"));
    write(
        catalog.resolve("thing/kind.yaml"),
        "{kind: Thing, plural: things, stateful: false, connection: [url]}");
    add(SourcePlugin.named("sound"), "sound");
    add(versioned("blue"), "blue");
    add(versioned("green"), "green");
    add(
        SourcePlugin.named("unloadable")
            .against("lost.Library", "package lost; public class Library {}")
            .with(At.TYPES, "new lost.Library();"),
        "unloadable");
    add(SourcePlugin.named("unopened").with(At.OPEN, "stand();"), "unopened");
    add(SourcePlugin.named("hanging").with(At.OBSERVE, "spin();"), "hanging");
    add(
        SourcePlugin.named("throwing")
            .with(At.CREATE, "if (true) throw new NoClassDefFoundError(\"hunter2\");"),
        "throwing");
    add(
        SourcePlugin.named("leaking")
            .with(At.CREATE, "outputs.put(\"leak\", new Object());")
            .with(
                At.OPEN,
                """
                new Thread(() -> {
                  while (true) {
                    try { Thread.sleep(1_000_000); } catch (InterruptedException e) { continue; }
                  }
                }, "leak-of-leaking").start();
                """),
        "leaking");
    add(
        SourcePlugin.named("prying")
            .with(
                At.CREATE,
                """
                List<String> seen = new ArrayList<>();
                for (String each : List.of("dev.automat.engine.Engine",
                    "dev.automat.api.AutomatServer", "io.vertx.core.Vertx",
                    "software.amazon.awssdk.services.sqs.SqsClient", "java.sql.Driver")) {
                  try { seen.add(Class.forName(each).getName()); }
                  catch (ClassNotFoundException e) { continue; }
                }
                outputs.put("seen", seen.toString());
                """),
        "prying");
  }

  private static SourcePlugin versioned(String name) {
    return SourcePlugin.named(name)
        .and(
            "lib.Version",
            "package lib; public class Version { public static String of() { return \"the "
                + name
                + " one\"; } }")
        .with(At.CREATE, "outputs.put(\"library\", lib.Version.of());");
  }

  /** Its jar, and a module of its own that needs it. */
  private void add(SourcePlugin plugin, String name) throws IOException {
    plugin.packAs(plugins.resolve(name).resolve("probe.jar"));
    write(
        catalog.resolve("thing/" + name + "/1.0.0.yaml"),
        """
        module: %1$s
        kind: Thing
        version: 1.0.0
        status: stable
        inputs: {type: object, additionalProperties: false, properties: {}}
        environments:
          dev: {lifetime: {default: 14d, max: 30d}, onMissing: recreate}
        provisioners:
          %1$s: {type: %1$s/thing, settings: {}}
        tests:
          - {name: is made, on: %1$s, given: {environment: dev}, expect: {plan: {settings: {}}}}
        """
            .formatted(name));
  }

  private Path configuration(Map<String, String> pins) throws IOException {
    StringBuilder yaml = new StringBuilder("catalogDir: modules\nplugins:\n  pinned:\n    {");
    yaml.append(
        String.join(
            ", ",
            pins.entrySet().stream().map(p -> p.getKey() + ": '" + p.getValue() + "'").toList()));
    yaml.append("}\nplacements:\n");
    for (String name : pins.keySet()) {
      yaml.append("  - {name: ")
          .append(name)
          .append(", match: {team: ")
          .append(name)
          .append("}, cloud: ")
          .append(name)
          .append(", account: a, region: r}\n");
    }
    yaml.append("  - {name: default, cloud: local, account: default, region: local}\n");
    Path file = place.root().resolve("automat.yaml");
    write(file, yaml.toString());
    return file;
  }

  /** What the program says that is to be pasted. */
  private Map<String, String> pins() throws Exception {
    Path none = place.root().resolve("unpinned.yaml");
    write(none, "catalogDir: modules\n");
    Map<String, String> pins = new TreeMap<>();
    Matcher shown = PIN.matcher(serverWithoutPins(none));
    while (shown.find()) {
      pins.put(shown.group(1), shown.group(2));
    }
    assertEquals(names(), List.copyOf(pins.keySet()));
    return pins;
  }

  private static List<String> names() {
    return List.of(
        "blue",
        "green",
        "hanging",
        "leaking",
        "prying",
        "sound",
        "throwing",
        "unloadable",
        "unopened");
  }

  private String serverWithoutPins(Path configuration) throws IOException {
    try (ServerProcess server = launch(configuration);
        Talk talk = new Talk(server)) {
      for (JsonNode plugin : talk.get("/v1/catalog/plugins").json().path("items")) {
        // Those that come with the program need no pin; they are beside its jar once a script ran
        // it.
        boolean ofTheProgram = !names().contains(plugin.path("name").asString());
        assertEquals(
            ofTheProgram ? "open" : "left-out", plugin.path("state").asString(), plugin::toString);
      }
      assertReady(vendQueue(talk, "unpinned"));
      return server.said();
    }
  }

  private ServerProcess launch(Path configuration) {
    return ServerProcess.launch(
        place,
        Map.of(),
        List.of("-Dautomat.home=" + place.root()),
        List.of("--config", configuration.toString()));
  }

  @Test
  void eachIsNamedAndTakesNothingElseDown() throws Exception {
    prepare();
    Path configuration = configuration(pins());
    String offline = digestOffline(configuration);
    String said;
    ServerProcess server = launch(configuration);
    try (Talk talk = new Talk(server)) {
      statesAre(talk);
      // One that never ends, and the others must not wait for it.
      for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
        assertEquals(202, askFor(talk, "hanging", "h" + i).status());
      }
      assertReady(vendQueue(talk, "mails"));
      Answer sound = vend(talk, "sound", "s");
      assertReady(sound);
      assertEquals(offline, sound.at("/plan/digest"));
      assertEquals("the blue one", output(vend(talk, "blue", "b"), "library"));
      assertEquals("the green one", output(vend(talk, "green", "g"), "library"));
      assertEquals("[java.sql.Driver]", output(vend(talk, "prying", "p"), "seen"));
      failsAs(talk, "throwing", "the plugin throwing failed with java.lang.NoClassDefFoundError");
      failsAs(
          talk,
          "leaking",
          "the plugin leaking answered create with a java.lang.Object at outputs.leak");
      failsAs(talk, "unopened", "open did not return within 5 s");
      Answer refused = askFor(talk, "unloadable", "u");
      assertEquals(422, refused.status(), refused::toString);
      assertTrue(refused.text().contains("the plugin unloadable was left out"), refused::toString);
    } finally {
      server.close();
      said = server.said();
    }
    assertTrue(said.contains("left threads running after it was closed: leak-of-leaking"), said);
    assertFalse(said.contains("hunter2"), said);
  }

  @Test
  void thePluginThatTheBuildMadeNeedsNoPin() {
    Path built = Workplace.repository().resolve("provisioners/template/target/plugins");
    assumeTrue(
        Files.isDirectory(built),
        "the template is not packed: mvn -pl provisioners/template -am package");

    try (InstalledPlugins installed =
        PluginFolders.load(
            new PluginSettings(directory.resolve("none"), Map.of()), Optional.of(built))) {
      assertEquals(List.of(), installed.leftOut());
      assertEquals(PluginOrigin.BUILT, installed.plugin("folders").orElseThrow().origin());
      assertTrue(installed.plugin("folders").orElseThrow().isIsolated());
    }
  }

  private static void statesAre(Talk talk) {
    Map<String, String> states = new HashMap<>();
    for (JsonNode plugin : talk.get("/v1/catalog/plugins").json().path("items")) {
      states.put(plugin.path("name").asString(), plugin.path("state").asString());
    }
    assertEquals("left-out", states.get("unloadable"));
    assertEquals("failed", states.get("unopened"));
    for (String name : List.of("local", "sound", "hanging", "throwing", "leaking", "prying")) {
      assertEquals("open", states.get(name), name);
    }
  }

  private static Answer vendQueue(Talk talk, String name) {
    return talk.settled(
        "/v1/teams/payments/queues/" + name, "{\"spec\":{\"environment\":\"dev\"}}");
  }

  private static Answer vend(Talk talk, String plugin, String name) {
    return talk.settled(thing(plugin, name), ofItsModule(plugin));
  }

  /** Does not wait. */
  private static Answer askFor(Talk talk, String plugin, String name) {
    return talk.ask("PUT", thing(plugin, name), ofItsModule(plugin));
  }

  private static String thing(String plugin, String name) {
    return "/v1/teams/" + plugin + "/things/" + name;
  }

  private static String ofItsModule(String plugin) {
    return "{\"spec\":{\"environment\":\"dev\",\"module\":\"" + plugin + "\"}}";
  }

  private static void assertReady(Answer answer) {
    assertEquals("Ready", answer.at("/status/phase"), answer::toString);
  }

  private static String output(Answer answer, String key) {
    assertReady(answer);
    return answer.at("/status/outputs/" + key);
  }

  private static void failsAs(Talk talk, String plugin, String message) {
    askFor(talk, plugin, "f");
    String path = "/v1/teams/" + plugin + "/things/f";
    Await.until(
        () -> message + " in " + talk.get(path),
        () -> talk.get(path).json().at("/status/conditions").toString().contains(message));
  }

  private Path request(String plugin, String name) throws IOException {
    Path file = place.root().resolve(plugin + ".yaml");
    write(
        file,
        """
        apiVersion: automat.dev/v1
        kind: Thing
        metadata: {team: %1$s, name: %2$s}
        spec: {module: %1$s, environment: dev}
        """
            .formatted(plugin, name));
    return file;
  }

  private String digestOffline(Path configuration) throws Exception {
    String request = request("sound", "s").toString();
    String plan = run(0, "plan", request, "-o", "json", "--config", configuration.toString());
    Matcher digest = Pattern.compile("\"digest\" ?: ?\"(sha256:[0-9a-f]{64})\"").matcher(plan);
    assertTrue(digest.find(), plan);
    String unloadable = request("unloadable", "u").toString();
    String refused = run(1, "validate", unloadable, "--config", configuration.toString());
    assertTrue(refused.contains("the plugin unloadable was left out"), refused);
    run(0, "module", "test", "--config", configuration.toString());
    return digest.group(1);
  }

  private String run(int exitCode, String... arguments) throws Exception {
    Path said = place.root().resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(
                place.command(List.of("-Dautomat.home=" + place.root()), List.of(arguments)))
            .directory(place.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AUTOMAT_"));
    Process process = builder.start();
    assertTrue(process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS));
    String text = Files.readString(said);
    assertEquals(exitCode, process.exitValue(), text);
    return text;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }

  private static void copy(Path from, Path to) throws IOException {
    write(to, Files.readString(from));
  }
}
