package dev.automat.provisioner.template;

import dev.automat.spi.Desired;
import dev.automat.spi.PluginContext;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.testkit.Application;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.Disruption;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Reaches the folders behind the plugin's back: it shares no code with the plugin. */
final class FolderHarness implements ConformanceHarness {

  private static final String INSTALLATION = "inst";

  private final FolderPlugin plugin = new FolderPlugin();
  private final List<Path> planted = new ArrayList<>();
  private final Path directory = attempt(() -> Files.createTempDirectory("folders"));
  private final Path root = directory.resolve("root");
  private final Path away = directory.resolve("away");
  private final Path snapshots = root.resolve(".snapshots");

  FolderHarness() {
    attempt(() -> Files.createDirectory(root));
  }

  @Override
  public ProvisionerPlugin plugin() {
    return plugin;
  }

  @Override
  public PluginContext context() {
    return new PluginContext(
        INSTALLATION,
        Map.of("root", root.toString()),
        directory.resolve("data"),
        InstantSource.system());
  }

  @Override
  public Scope scope(String type) {
    return new Scope("disk", "here", INSTALLATION);
  }

  @Override
  public Map<String, Object> sampleSettings(String type) {
    return Map.of("note", "for a test", "quotaMiB", 10L, "format", "plain");
  }

  @Override
  public Map<String, Object> changedSettings(String type) {
    return Map.of("note", "for another test", "quotaMiB", 20L);
  }

  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    Properties label = read(folder(ref));
    label.setProperty("setting." + key, value.toString());
    write(folder(ref), label);
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    Properties label = read(folder(ref));
    label.keySet().removeIf(key -> key.toString().startsWith("tag."));
    tags.forEach((key, value) -> label.setProperty("tag." + key, value));
    write(folder(ref), label);
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    Path folder = folder(inItsWay.ref());
    planted.add(folder);
    Properties label = new Properties();
    tags.forEach((key, value) -> label.setProperty("tag." + key, value));
    attempt(() -> Files.createDirectories(folder));
    write(folder, label);
    return inItsWay.ref();
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    Path folder = folder(ref);
    return Files.exists(folder) ? tree(folder) + " " + read(folder) : "absent";
  }

  @Override
  public List<String> leftovers(String uid) {
    return tree(root).stream()
        .filter(path -> !path.startsWith(snapshots))
        .map(Path::toString)
        .filter(path -> path.contains(uid))
        .toList();
  }

  @Override
  public List<String> snapshots(String uid) {
    return tree(snapshots).stream()
        .filter(path -> Files.exists(path.resolve("label.properties")))
        .map(path -> path + " " + read(path))
        .filter(line -> line.contains("tag.automat-uid=" + uid))
        .toList();
  }

  @Override
  public Optional<String> plantForeignSnapshot(
      ResourceRef like, String name, Map<String, String> tags) {
    Path folder = snapshots.resolve("disk").resolve("here").resolve(name);
    planted.add(folder);
    Properties label = new Properties();
    tags.forEach((key, value) -> label.setProperty("tag." + key, value));
    attempt(() -> Files.createDirectories(folder));
    write(folder, label);
    return Optional.of(name);
  }

  @Override
  public boolean opensSessions(String type) {
    return true;
  }

  @Override
  public Optional<Application> session(ResourceRef ref, Map<String, String> connection) {
    Application user =
        new FolderUser(Path.of(connection.getOrDefault("path", "")).resolve("inbox"));
    return user.works() ? Optional.of(user) : Optional.empty();
  }

  /** As somebody does who needs an inbox and finds none. */
  @Override
  public boolean reopen(ResourceRef ref) {
    attempt(() -> Files.move(folder(ref).resolve("inbox.shut"), folder(ref).resolve("inbox")));
    return true;
  }

  /** Who puts files into an inbox. */
  private record FolderUser(Path inbox) implements Application {

    @Override
    public boolean works() {
      return Files.isDirectory(inbox);
    }

    @Override
    public boolean makes(String name) {
      return works() && attempt(() -> Files.createFile(inbox.resolve(name))) != null;
    }

    @Override
    public boolean changes(String name) {
      return reads(name) && attempt(() -> Files.writeString(inbox.resolve(name), "new")) != null;
    }

    @Override
    public boolean reads(String name) {
      return Files.isReadable(inbox.resolve(name));
    }

    @Override
    public void close() {}
  }

  @Override
  public void disrupt(Disruption disruption) {
    switch (disruption) {
      case UNREACHABLE -> attempt(() -> Files.move(root, away));
      case THROTTLED, HANGING -> throw new IllegalStateException("unable: " + disruption);
    }
  }

  @Override
  public Optional<String> unable(Disruption disruption) {
    return switch (disruption) {
      case UNREACHABLE -> Optional.empty();
      case THROTTLED -> Optional.of("a disk does not ask anybody to slow down");
      case HANGING -> Optional.of("a local disk can not be told to keep a call waiting");
    };
  }

  @Override
  public void restore() {
    if (Files.exists(away)) {
      attempt(() -> Files.move(away, root));
    }
    planted.forEach(FolderHarness::remove);
    planted.clear();
  }

  /** More than a page holds. */
  @Override
  public int crowd() {
    return 101;
  }

  @Override
  public void close() {
    remove(directory);
  }

  private Path folder(ResourceRef ref) {
    return root.resolve("disk").resolve("here").resolve(ref.externalName());
  }

  private static Properties read(Path folder) {
    return attempt(
        () -> {
          Properties label = new Properties();
          try (Reader reader = Files.newBufferedReader(folder.resolve("label.properties"))) {
            label.load(reader);
          }
          return label;
        });
  }

  private static void write(Path folder, Properties label) {
    attempt(
        () -> {
          try (Writer writer = Files.newBufferedWriter(folder.resolve("label.properties"))) {
            label.store(writer, null);
          }
          return label;
        });
  }

  private static List<Path> tree(Path top) {
    return attempt(
        () -> {
          try (Stream<Path> walk = Files.exists(top) ? Files.walk(top) : Stream.<Path>empty()) {
            return walk.sorted().toList();
          }
        });
  }

  private static void remove(Path top) {
    tree(top).reversed().forEach(path -> attempt(() -> Files.deleteIfExists(path)));
  }

  private interface DiskCall<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(DiskCall<T> call) {
    try {
      return call.run();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
