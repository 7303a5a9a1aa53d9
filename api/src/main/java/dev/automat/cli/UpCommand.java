package dev.automat.cli;

import dev.automat.api.AutomatServer;
import dev.automat.api.http.PortUnavailableException;
import dev.automat.api.http.TlsUnusableException;
import dev.automat.config.Configuration;
import dev.automat.config.GivenSetting;
import dev.automat.document.DocumentException;
import dev.automat.identity.AuthSettings;
import dev.automat.identity.LocalToken;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.store.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The server in the foreground. */
@Command(
    name = "up",
    description = "Start the server in the foreground.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on; 0 is any that is free. Default: 8080.")
  private Optional<String> port = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where store, keys and local servers are. Default: .automat in the home.")
  private Optional<Path> dataDirectory = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    long began = System.nanoTime();
    Console console = Console.of(spec);
    try (Platform loaded = platform.load(settings())) {
      AutomatServer server = start(loaded.configuration(), loaded.plugins());
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, stopped), "stop"));
      greet(console, server, loaded, System.nanoTime() - began);
      stopped.await();
      return ExitCode.OK;
    }
  }

  private List<GivenSetting> settings() {
    List<GivenSetting> settings = new ArrayList<>();
    port.ifPresent(value -> settings.add(new GivenSetting("http.port", value, "--port")));
    dataDirectory.ifPresent(
        value ->
            settings.add(
                new GivenSetting("dataDir", value.toAbsolutePath().toString(), "--data-dir")));
    return settings;
  }

  private static AutomatServer start(Configuration configuration, InstalledPlugins plugins) {
    try {
      return AutomatServer.start(configuration, plugins, Clock.systemUTC());
    } catch (StoreUnavailableException
        | KeyUnavailableException
        | PortUnavailableException
        | TlsUnusableException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static void stop(AutomatServer server, CountDownLatch stopped) {
    server.close();
    stopped.countDown();
  }

  private void greet(Console console, AutomatServer server, Platform loaded, long nanos) {
    String url = server.url();
    console.say(
        String.format(
            Locale.ROOT,
            "Automat is up at %s after %.1f s.\n"
                + "Everything is kept in %s. Ctrl-C stops it; nothing is lost by that.",
            url,
            nanos / 1e9,
            loaded.configuration().dataDirectory()));
    loaded
        .plugins()
        .leftOut()
        .forEach(left -> console.say("Left out: the plugin " + left.name() + ": " + left.reason()));
    server
        .catalog()
        .rejected()
        .forEach(
            file ->
                console.say("Left out of the catalogue: " + String.join("\n  ", file.reasons())));
    if (server.catalog().kindByPlural("databases").isPresent()) {
      boolean usual = isUsual(url);
      console.say(
          FirstRequest.text(
              server.catalog(),
              loaded.configuration(),
              url,
              token(loaded.configuration()),
              exports(url, usual, loaded)));
    }
  }

  /** A port of 0, or what only the command line said, is nothing that other commands find. */
  private static boolean isUsual(String url) {
    try {
      return url.equals(ServerOption.usualUrl());
    } catch (CommandException | DocumentException e) {
      return false;
    }
  }

  /** What other commands must be told to find a server that only this command line describes. */
  private String exports(String url, boolean usual, Platform loaded) {
    String address = usual ? "" : "export AUTOMAT_URL=" + url + "\n  ";
    return dataDirectory.isEmpty()
        ? address
        : address + "export AUTOMAT_DATA_DIR=" + loaded.configuration().dataDirectory() + "\n  ";
  }

  /** The header that proves who asks, as far as this machine knows one. */
  private static String token(Configuration configuration) {
    AuthSettings auth = configuration.auth();
    boolean local = auth.mode() == AuthSettings.Mode.LOCAL || auth.localToken();
    return switch (auth.mode()) {
      case OPEN -> "";
      case LOCAL, OIDC, TOKENS ->
          "       -H \"Authorization: Bearer %s\" \\\n"
              .formatted(
                  local
                      ? "$(cat " + LocalToken.file(configuration.dataDirectory()) + ")"
                      : "$AUTOMAT_TOKEN");
    };
  }
}
