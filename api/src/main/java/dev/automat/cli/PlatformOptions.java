package dev.automat.cli;

import dev.automat.config.Configuration;
import dev.automat.config.ConfigurationLoader;
import dev.automat.config.GivenSetting;
import dev.automat.plugin.InstalledPlugins;
import java.nio.file.Path;
import java.util.List;
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

  /** The configuration, with what the command line says laid over it. */
  Configuration load(InstalledPlugins plugins, List<GivenSetting> settings) {
    ConfigurationLoader loader = new ConfigurationLoader(plugins, home(), System.getenv());
    return loader.load(loader.find(config, Path.of("").toAbsolutePath()), settings);
  }

  /** What the script {@code ./automat} says; else where we are. */
  private static Path home() {
    return Path.of(System.getProperty("automat.home", "")).toAbsolutePath();
  }
}
