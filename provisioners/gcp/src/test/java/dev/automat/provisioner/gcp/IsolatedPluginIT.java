package dev.automat.provisioner.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import dev.automat.testkit.gcp.FakeMemorystore;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that the build made, loaded as Automat loads it: with nothing but the SPI above. */
class IsolatedPluginIT {

  private static final Path FOLDER = Path.of("target", "plugins", "gcp");

  /**
   * In which all threads end together. Those of a cached pool that nobody closed end by themselves
   * after a minute: with as much time nobody would notice.
   */
  private static final Duration LIMIT = Duration.ofSeconds(25);

  @TempDir private Path data;

  @Test
  void loadsWithNothingButTheSpi() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (URLClassLoader loader = new URLClassLoader(jars(), new OnlyTheSpi())) {
      ProvisionerPlugin plugin =
          ServiceLoader.load(ProvisionerPlugin.class, loader).findFirst().orElseThrow();
      assertEquals("gcp", plugin.name());
      assertNotSame(GcpPlugin.class, plugin.getClass());
      assertEquals(new GcpPlugin().types(), plugin.types());
      PluginContext context =
          new PluginContext(
              "test",
              Map.of(
                  "accounts",
                  Map.of(
                      "data",
                      Map.of("project", "acme-data", "regions", Map.of("us-east1", Map.of())))),
              data,
              InstantSource.system());
      try (Provisioner opened = plugin.open(context)) {
        assertEquals(
            plugin.types().stream().map(TypeDescriptor::type).collect(Collectors.toSet()),
            opened.types().keySet());
      }
    }
    awaitEnd(started(before));
    assertEquals(Set.of(), started(before), "threads that did not end with close");
  }

  private static void awaitEnd(Collection<Thread> threads) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    for (Thread thread : threads) {
      thread.join(Duration.ofNanos(end - System.nanoTime()));
    }
  }

  private static Set<Thread> started(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && thread.isAlive() && !thread.isDaemon())
        .collect(Collectors.toSet());
  }

  /** After it spoke to a fake of a gRPC service. Netty's own last thread ends a second later. */
  @Test
  void noThreadOfItsConnectionsOutlivesIt() throws Exception {
    ThreadGroup threads = new ThreadGroup("plugin");
    try (FakeMemorystore fake = FakeMemorystore.start(InstantSource.system(), 1);
        URLClassLoader loader = new URLClassLoader(jars(), new OnlyTheSpi())) {
      FutureTask<List<String>> life = new FutureTask<>(() -> threadsAfterALife(loader, fake));
      Thread thread = new Thread(threads, life, "life");
      thread.setContextClassLoader(loader);
      thread.start();
      assertEquals(List.of(), life.get());
    }
  }

  private List<String> threadsAfterALife(ClassLoader loader, FakeMemorystore fake)
      throws InterruptedException {
    ProvisionerPlugin plugin =
        ServiceLoader.load(ProvisionerPlugin.class, loader).findFirst().orElseThrow();
    String endpoint = fake.wire().endpoint().toString();
    Map<String, Object> configuration =
        Map.of(
            "endpoints",
            Map.of("redis", endpoint, "pubsub", endpoint),
            "accounts",
            Map.of(
                "data", Map.of("project", "acme-data", "regions", Map.of("us-east1", Map.of()))));
    Scope scope = new Scope("data", "us-east1", "test");
    try (Provisioner opened =
        plugin.open(new PluginContext("test", configuration, data, InstantSource.system()))) {
      assertEquals(
          List.of(), type(opened, "gcp/memorystore-redis").list(scope, Optional.empty()).items());
      assertThrows(
          ProvisionerException.class,
          () -> type(opened, "gcp/pubsub").list(scope, Optional.empty()),
          "the fake has none");
      assertNotEquals(List.of(), others(), "it has threads");
    }
    awaitEnd(others());
    return others().stream().map(Thread::getName).sorted().toList();
  }

  private static ResourceType type(Provisioner opened, String name) {
    return Optional.ofNullable(opened.types().get(name)).orElseThrow();
  }

  /** Threads of the group of this one. */
  private static List<Thread> others() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread != Thread.currentThread())
        .filter(thread -> group.equals(thread.getThreadGroup()))
        .toList();
  }

  @Test
  void bringsNoCopyOfWhatItSharesWithTheProgram() throws IOException {
    List<String> shared =
        Stream.of(jars())
            .map(url -> Path.of(url.getPath()).getFileName().toString())
            .filter(name -> name.matches("(automat-provisioner-spi|jspecify|slf4j-api)-.*"))
            .toList();
    assertEquals(List.of(), shared);
    assertTrue(Files.exists(FOLDER.resolveSibling("gcp.sha256")), "its digest");
  }

  private static URL[] jars() throws IOException {
    try (Stream<Path> jars = Files.list(FOLDER)) {
      List<Path> all = jars.sorted().toList();
      URL[] urls = new URL[all.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = all.get(i).toUri().toURL();
      }
      return urls;
    }
  }

  /** What a plugin sees of the program: the SPI, the annotations and the log's interface. */
  private static final class OnlyTheSpi extends ClassLoader {

    private static final List<String> SHARED =
        List.of("dev.automat.spi.", "org.jspecify.annotations.", "org.slf4j.");

    OnlyTheSpi() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (SHARED.stream().noneMatch(name::startsWith)) {
        throw new ClassNotFoundException(name);
      }
      return IsolatedPluginIT.class.getClassLoader().loadClass(name);
    }
  }
}
