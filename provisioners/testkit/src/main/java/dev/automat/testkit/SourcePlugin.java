package dev.automat.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A small plugin that is compiled and packed while a test runs, for tests of whoever loads plugins.
 * It has one type, {@code <name>/thing}, whose things are made in memory at once. Statements can be
 * put in where it is to misbehave. Each method returns the plugin itself.
 */
public final class SourcePlugin {

  /** Where statements can be put in. */
  public enum At {
    CONSTRUCTOR,
    TYPES,
    OPEN,
    OBSERVE,
    CREATE,
    CLOSE
  }

  private static final String SERVICE = "META-INF/services/dev.automat.spi.ProvisionerPlugin";

  private static final String SOURCE =
      """
      package probe;

      import dev.automat.spi.*;
      import java.time.Duration;
      import java.util.*;

      public final class Probe implements ProvisionerPlugin {
        static final Map<String, Desired> STANDING =
            new java.util.concurrent.ConcurrentHashMap<>();
        static final List<String> OUTPUTS = new ArrayList<>(List.of("url"));

        public Probe() { @CONSTRUCTOR@ }

        public String name() { return "@name@"; }

        public List<TypeDescriptor> types() {
          String type = "@name@/thing";
          @TYPES@
          return List.of(new TypeDescriptor(type,
              "{\\"type\\":\\"object\\",\\"additionalProperties\\":false}",
              Map.of(), new NamingRule(60), TypeDescriptor.ListDepth.FULL,
              TypeDescriptor.CredentialNeed.NONE, OUTPUTS,
              Duration.ofMillis(1), Duration.ofSeconds(1),
              new TypeDescriptor.RateLimit(1000, 100)));
        }

        public Provisioner open(PluginContext context) {
          @OPEN@
          return new Provisioner() {
            public Map<String, ResourceType> types() {
              return Map.of("@name@/thing", new Thing());
            }

            public void close() { @CLOSE@ }
          };
        }

        /** Computes, minds no interrupt, and ends with the test. */
        static void spin() {
          int round = Integer.getInteger("automat.probe.round", 0);
          while (round == Integer.getInteger("automat.probe.round", 0)) { Thread.onSpinWait(); }
        }

        /** Waits, minds no interrupt, and ends with the test. */
        static void stand() {
          int round = Integer.getInteger("automat.probe.round", 0);
          while (round == Integer.getInteger("automat.probe.round", 0)) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            Thread.interrupted();
          }
        }

        static final class Thing implements ResourceType {
          Map<String, Object> outputs = new HashMap<>(Map.of("url", "probe:@name@"));

          public Observation observe(ResourceRef ref) {
            @OBSERVE@
            return STANDING.containsKey(ref.externalName())
                ? present(STANDING.get(ref.externalName())) : new Observation.Absent();
          }

          Observation.Present present(Desired desired) {
            return new Observation.Present(Optional.of(desired.ref().externalName()),
                Observation.State.AVAILABLE, "", desired.settings(), desired.tags(), outputs,
                List.of());
          }

          public Outcome create(Desired desired) {
            @CREATE@
            STANDING.put(desired.ref().externalName(), desired);
            return new Outcome.Finished(present(desired));
          }

          public Outcome update(Desired desired, Observation.Present observed) {
            STANDING.put(desired.ref().externalName(), desired);
            return new Outcome.Finished(present(desired));
          }

          public void delete(ResourceRef ref) { STANDING.remove(ref.externalName()); }

          public ListPage list(Scope scope, Optional<String> page) {
            return new ListPage(STANDING.values().stream().map(each -> new ListPage.Listed(
                each.ref().externalName(), Optional.of(each.ref().uid()), present(each))).toList(),
                Optional.empty());
          }
        }
      }
      """;

  private final String name;
  private final Map<At, String> statements = new LinkedHashMap<>();
  private final Map<String, String> more = new LinkedHashMap<>();
  private final List<String> notPacked = new ArrayList<>();
  private final Manifest manifest = new Manifest();
  private String services = "probe.Probe\n";

  private SourcePlugin(String name) {
    this.name = name;
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  /** One that behaves. */
  public static SourcePlugin named(String name) {
    return new SourcePlugin(name);
  }

  /**
   * Lets all calls end that run {@code spin();}, the statement for what computes and minds no
   * interrupt, or {@code stand();}, the one for what only waits. Only in this process.
   */
  public static void endHanging() {
    System.setProperty(
        "automat.probe.round", String.valueOf(Integer.getInteger("automat.probe.round", 0) + 1));
  }

  /** Puts Java statements in. */
  public SourcePlugin with(At at, String java) {
    statements.put(at, java);
    return this;
  }

  /** Another class, by its full name. */
  public SourcePlugin and(String className, String java) {
    more.put(className, java);
    return this;
  }

  /** A class that is there when the plugin is compiled, and missing or another when it runs. */
  public SourcePlugin against(String className, String java) {
    notPacked.add(className);
    return and(className, java);
  }

  /** What {@code META-INF/services} names, line by line. */
  public SourcePlugin services(String lines) {
    services = lines;
    return this;
  }

  /** The {@code Class-Path} of the manifest. */
  public SourcePlugin classPath(String entries) {
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, entries);
    return this;
  }

  /** Compiles it, and packs it as that file. */
  public Path packAs(Path jar) {
    try {
      Path classes = compile(sources());
      Files.createDirectories(Optional.ofNullable(jar.getParent()).orElseThrow());
      try (OutputStream file = Files.newOutputStream(jar);
          JarOutputStream out = new JarOutputStream(file, manifest)) {
        put(out, SERVICE, services.getBytes(StandardCharsets.UTF_8));
        pack(classes, out);
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> sources() {
    String probe = SOURCE.replace("@name@", name);
    for (At at : At.values()) {
      probe = probe.replace("@" + at + "@", statements.getOrDefault(at, ""));
    }
    Map<String, String> sources = new LinkedHashMap<>(more);
    sources.put("probe.Probe", probe);
    return sources;
  }

  private static Path compile(Map<String, String> sources) throws IOException {
    Path classes = Files.createTempDirectory("automat-probe");
    JavaCompiler compiler =
        Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
            .orElseThrow(() -> new IllegalStateException("this is a JRE: run tests on a JDK"));
    List<JavaFileObject> files = new ArrayList<>();
    sources.forEach((className, java) -> files.add(new Source(className, java)));
    StringWriter said = new StringWriter();
    List<String> options =
        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    if (!compiler.getTask(said, null, null, options, null, files).call()) {
      throw new IllegalArgumentException("does not compile: " + said);
    }
    return classes;
  }

  private void pack(Path classes, JarOutputStream out) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String entry = classes.relativize(file).toString().replace('\\', '/');
        String className = entry.replaceFirst("\\.class$", "").replace('/', '.');
        if (!notPacked.contains(className)) {
          put(out, entry, Files.readAllBytes(file));
        }
        Files.delete(file);
      }
    }
  }

  /** Always of the same time, so that the same sources give the same digest. */
  private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(0);
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String java;

    Source(String className, String java) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.java = java;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return java;
    }
  }
}
