package dev.automat.plugin;

import dev.automat.plugin.InstalledPlugins.Found;
import dev.automat.plugin.LoadedPlugin.Description;
import dev.automat.spi.ProvisionerPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds plugins in folders, and loads those whose digest is known before any of their code runs.
 * One that is wrong is left out with the reason, and takes nothing else with it.
 */
public final class PluginFolders {

  /** For all that a plugin does while it is loaded: its constructor and what it says of itself. */
  private static final Duration LOAD = Duration.ofSeconds(5);

  private static final String DIGEST_FILE = ".sha256";

  private final PluginSettings settings;
  private final Optional<Path> built;

  private PluginFolders(PluginSettings settings, Optional<Path> built) {
    this.settings = settings;
    this.built = built;
  }

  /**
   * All plugins: those on the class path, then those that the build made, then those from outside.
   * It returns within seconds, whatever a plugin does.
   *
   * @param built the folder beside the program that the build filled: {@code <name>/} with its jars
   *     and {@code <name>.sha256} with their digest. Who can write there can replace the program as
   *     well, so a pin would protect nothing; the file tells what was built from what was put there
   *     or only half built
   */
  public static InstalledPlugins load(PluginSettings settings, Optional<Path> built) {
    List<Found> found = new ArrayList<>(ClassPathPlugins.find());
    found.addAll(new PluginFolders(settings, built).find());
    return new InstalledPlugins(found);
  }

  private List<Found> find() {
    List<Found> found = new ArrayList<>();
    List<PluginFiles> files = new ArrayList<>();
    Map<String, String> missing = new TreeMap<>(settings.pinned());
    List<Path> folders = new ArrayList<>(built.stream().toList());
    folders.add(settings.directory());
    for (Path folder : folders) {
      try {
        files.addAll(PluginFiles.in(folder));
      } catch (IOException e) {
        found.add(
            unusable("?", folder, Optional.empty(), "the folder can not be read (" + e + ")"));
      }
    }
    files.forEach(each -> missing.remove(each.name()));
    found.addAll(loadAll(files));
    missing.forEach(
        (name, digest) ->
            found.add(
                unusable(
                    name,
                    settings.directory(),
                    Optional.empty(),
                    "it is pinned and not there: put it there as "
                        + name
                        + "/*.jar or "
                        + name
                        + ".jar, or remove the pin")));
    return found;
  }

  /** At the same time, so that many that hang cost no more than one. */
  private List<Found> loadAll(List<PluginFiles> files) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Found>> loading =
          files.stream().map(each -> threads.submit(() -> load(each))).toList();
      return loading.stream().map(PluginFolders::answer).toList();
    }
  }

  private static Found answer(Future<Found> loading) {
    try {
      return loading.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a plugin could not even be left out", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while plugins were loaded", e);
    }
  }

  private Found load(PluginFiles listed) {
    Optional<String> digest = Optional.empty();
    try {
      Descriptions.checkName(listed.name());
      PluginFiles files = listed.read();
      digest = Optional.of(files.digest());
      PluginOrigin origin = trust(files, digest.get());
      files.checkJars();
      return new Found.Usable(loaded(files, digest.get(), origin));
    } catch (PluginFailure e) {
      return unusable(listed.name(), listed.place(), digest, e.reason());
    } catch (IOException e) {
      return unusable(listed.name(), listed.place(), digest, "it can not be read (" + e + ")");
    }
  }

  private static Found unusable(String name, Path place, Optional<String> digest, String reason) {
    return new Found.Unusable(new LeftOut(name, place.toString(), digest, reason));
  }

  /** Why its code may run here. */
  private PluginOrigin trust(PluginFiles files, String digest) throws IOException, PluginFailure {
    Optional<String> byBuild = digestOfBuild(files);
    if (byBuild.filter(digest::equals).isPresent()) {
      return PluginOrigin.BUILT;
    }
    Optional<String> pin = Optional.ofNullable(settings.pinned().get(files.name()));
    if (pin.filter(digest::equals).isPresent()) {
      return PluginOrigin.PINNED;
    }
    if (pin.isPresent()) {
      throw new PluginFailure(
          "its digest is "
              + digest
              + ", but "
              + pin.get()
              + " is pinned: if you replaced it, check the new jars and pin the new digest; if"
              + " nobody did, find out who changed them");
    }
    if (byBuild.isPresent()) {
      throw new PluginFailure("it is not what the build made: build again, or remove it");
    }
    throw new PluginFailure(
        "it is no part of the build and has no pin: see that its jars come from whom you trust,"
            + " unchanged (compare their checksums), then set in automat.yaml plugins: {pinned: {"
            + files.name()
            + ": \""
            + digest
            + "\"}}");
  }

  private Optional<String> digestOfBuild(PluginFiles files) throws IOException {
    boolean isThere = built.filter(folder -> folder.equals(files.place().getParent())).isPresent();
    Path file = files.place().resolveSibling(files.name() + DIGEST_FILE);
    return isThere && Files.isRegularFile(file)
        ? Optional.of(Files.readString(file).strip())
        : Optional.empty();
  }

  private static LoadedPlugin loaded(PluginFiles files, String digest, PluginOrigin origin)
      throws PluginFailure {
    PluginClassLoader loader = new PluginClassLoader(files.name(), files.jars());
    PluginThreads threads = new PluginThreads(files.name(), loader);
    try {
      Introduced introduced =
          threads.within(LOAD, "loading", () -> Introduced.from(loader), _ -> {});
      Descriptions.check(introduced.description(), Optional.of(files.name()));
      Descriptions.checkSchemas(introduced.description());
      return new LoadedPlugin(
          introduced.plugin(),
          introduced.description(),
          origin,
          files.place().toString(),
          Optional.of(digest),
          threads,
          Optional.of(loader));
    } catch (PluginFailure e) {
      threads.close();
      LoadedPlugin.close(loader);
      throw e;
    }
  }

  private record Introduced(ProvisionerPlugin plugin, Description description) {

    /** Runs the plugin's code. */
    static Introduced from(ClassLoader loader) throws PluginFailure {
      List<ServiceLoader.Provider<ProvisionerPlugin>> providers =
          ServiceLoader.load(ProvisionerPlugin.class, loader).stream().toList();
      if (providers.size() != 1) {
        throw new PluginFailure(
            "its jars name "
                + providers.size()
                + " plugins in META-INF/services/"
                + ProvisionerPlugin.class.getName()
                + ": name one");
      }
      ProvisionerPlugin plugin = providers.getFirst().get();
      return new Introduced(plugin, Description.of(plugin));
    }
  }
}
