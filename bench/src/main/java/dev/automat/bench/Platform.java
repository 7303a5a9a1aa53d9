package dev.automat.bench;

import dev.automat.config.Configuration;
import dev.automat.config.ConfigurationLoader;
import dev.automat.config.GivenSetting;
import dev.automat.identity.LocalToken;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.secret.SecretBox;
import dev.automat.spi.ProvisionerPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration with its plugins, as a server is started with. */
record Platform(Configuration configuration, InstalledPlugins plugins) {

  private static final String THING_KIND =
      """
      kind: Thing
      plural: things
      description: Something that a counting cloud holds.
      defaultModule: basic
      stateful: false
      connection: [address]
      """;

  private static final String THING_MODULE =
      """
      module: basic
      kind: Thing
      version: 1.0.0
      description: A thing.
      status: stable
      inputs:
        type: object
        additionalProperties: false
        properties:
          size: {type: integer, minimum: 1, maximum: 10, default: 3, description: How large it is.}
          color: {type: string, default: green, description: What it looks like.}
      environments:
        dev: {lifetime: {default: none, max: none}, onMissing: recreate}
      provisioners:
        counting:
          type: counting/thing
          settings: {size: "${inputs.size}", color: "${inputs.color}"}
      tests:
        - name: an environment is all that a request needs
          on: counting
          given: {environment: dev}
          expect: {plan: {settings: {size: 3, color: green}}}
      """;

  private static final String THING_PLATFORM =
      """
      http: {port: 0, limits: {requestsPerSecond: 0, requestsPerSecondPerCaller: 0}}
      catalogDir: catalog
      teams: {'*': {owner: bench}}
      placements: [{name: default, cloud: counting, account: main, region: here}]
      """;

  /** Where the store is. */
  record Database(String url, String username, String password) {}

  /** What a clone has: the modules in it and the plugins on the class path. */
  static Platform ofTheHouse(Workspace workspace) {
    InstalledPlugins plugins = InstalledPlugins.onClassPath();
    ConfigurationLoader loader = new ConfigurationLoader(plugins, workspace.directory(), Map.of());
    List<GivenSetting> settings =
        List.of(
            given("http.port", "0"),
            given("http.limits.requestsPerSecond", "0"),
            given("http.limits.requestsPerSecondPerCaller", "0"),
            given("catalogDir", home().resolve("modules").toString()));
    return new Platform(loader.load(Optional.empty(), settings), plugins);
  }

  /** One kind of thing in a cloud that only counts. */
  static Platform ofThings(
      Workspace workspace,
      ProvisionerPlugin cloud,
      Optional<Database> database,
      String engineInterval) {
    workspace.write("catalog/thing/kind.yaml", THING_KIND);
    workspace.write("catalog/thing/basic/1.0.0.yaml", THING_MODULE);
    Path file = workspace.write("automat.yaml", THING_PLATFORM);
    InstalledPlugins plugins = new InstalledPlugins(List.of(cloud));
    ConfigurationLoader loader = new ConfigurationLoader(plugins, workspace.directory(), Map.of());
    List<GivenSetting> settings = new ArrayList<>();
    settings.add(given("engine.interval", engineInterval));
    database.ifPresent(
        at -> {
          Path keys = workspace.directory().resolve("keys.json");
          SecretBox.open(keys, true);
          settings.add(given("secrets.keyFile", keys.toString()));
          settings.add(given("store.url", at.url()));
          settings.add(given("store.username", at.username()));
          settings.add(given("store.password", at.password()));
        });
    return new Platform(loader.load(Optional.of(file), settings), plugins);
  }

  /** The token of whoever works on the machine of a server that was started with it. */
  String token() {
    try {
      return LocalToken.read(configuration.dataDirectory()).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GivenSetting given(String key, String value) {
    return new GivenSetting(key, value, "the bench");
  }

  /** The clone, as the start script says; a test runs one level below. */
  static Path home() {
    Path home = Path.of(System.getProperty("automat.home", ".")).toAbsolutePath().normalize();
    Path parent = home.getParent();
    return Files.isDirectory(home.resolve("modules")) || parent == null ? home : parent;
  }
}
