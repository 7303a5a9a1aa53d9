package dev.automat.cli;

import dev.automat.config.Configuration;
import dev.automat.config.ConfigurationLoader;
import dev.automat.config.GivenSetting;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.PluginFolders;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The platform configuration that a command works with. */
final class PlatformOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The platform configuration; else AUTOMAT_CONFIG, else automat.yaml here, else the"
              + " embedded default.")
  private Optional<Path> config = Optional.empty();

  /** The plugins, and the configuration with what the command line says laid over it. */
  Platform load(List<GivenSetting> settings) {
    ConfigurationLoader bare = loader(new InstalledPlugins(List.of()));
    Optional<Path> file = bare.find(config, Path.of("").toAbsolutePath());
    InstalledPlugins plugins =
        PluginFolders.load(
            ConfigurationLoader.plugins(file, home(), System.getenv()), besideProgram());
    try {
      return platform(loader(plugins).load(file, settings), plugins);
    } catch (RuntimeException e) {
      plugins.close();
      throw e;
    }
  }

  /** From here on the plugins say which of their types can not be made with it. */
  private static Platform platform(Configuration configuration, InstalledPlugins plugins) {
    plugins.ask(configuration.provisioners());
    return new Platform(configuration, plugins);
  }

  private static ConfigurationLoader loader(InstalledPlugins plugins) {
    return new ConfigurationLoader(plugins, home(), System.getenv());
  }

  /** What there is before anybody configured anything, whatever file and environment say. */
  static Platform withoutConfiguration(List<GivenSetting> settings) {
    InstalledPlugins plugins =
        PluginFolders.load(
            ConfigurationLoader.plugins(Optional.empty(), home(), Map.of()), besideProgram());
    try {
      return platform(
          new ConfigurationLoader(plugins, home(), Map.of()).load(Optional.empty(), settings),
          plugins);
    } catch (RuntimeException e) {
      plugins.close();
      throw e;
    }
  }

  /** Where a server with this configuration listens, as a URL. */
  String serverUrl(Map<String, String> environment, Path directory) {
    // Plugins have no say in it, and need not be loaded for it.
    ConfigurationLoader loader =
        new ConfigurationLoader(new InstalledPlugins(List.of()), home(), environment);
    Optional<Path> file = loader.find(config, directory);
    Configuration.Address address = loader.address(file);
    if (address.port() == 0) {
      throw new CommandException(
          ExitCode.USAGE,
          "http.port is 0 in "
              + file.map(Path::toString).orElse("the environment")
              + ", which is any port: name the server with --server");
    }
    return address.url();
  }

  /** Where a server with this configuration keeps its files. */
  Path dataDirectory(Map<String, String> environment, Path directory) {
    ConfigurationLoader loader =
        new ConfigurationLoader(new InstalledPlugins(List.of()), home(), environment);
    return loader.dataDirectory(loader.find(config, directory));
  }

  /** What the script {@code ./automat} says; else where we are. */
  private static Path home() {
    return Path.of(System.getProperty("automat.home", "")).toAbsolutePath();
  }

  /**
   * The folder that the build fills with plugins: beside {@code automat.jar}, as {@code lib} is.
   */
  private static Optional<Path> besideProgram() {
    return Optional.ofNullable(PlatformOptions.class.getProtectionDomain().getCodeSource())
        .map(source -> Path.of(URI.create(source.getLocation().toString())))
        .map(program -> program.resolveSibling("plugins"));
  }
}
