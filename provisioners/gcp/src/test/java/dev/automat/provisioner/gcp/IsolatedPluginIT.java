package dev.automat.provisioner.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.TypeDescriptor;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that the build made, loaded as Automat loads it: with nothing but the SPI above. */
class IsolatedPluginIT {

  private static final Path FOLDER = Path.of("target", "plugins", "gcp");

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
    Set<Thread> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread) && thread.isAlive() && !thread.isDaemon())
            .collect(Collectors.toSet());
    assertEquals(Set.of(), left, "threads that did not end with close");
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
