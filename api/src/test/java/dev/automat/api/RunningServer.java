package dev.automat.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.automat.api.identity.Authentication;
import dev.automat.config.Configuration;
import dev.automat.config.ConfigurationLoader;
import dev.automat.config.GivenSetting;
import dev.automat.identity.LocalToken;
import dev.automat.identity.Memberships;
import dev.automat.plugin.InstalledPlugins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** A server of its own on a free port, with a toy cloud, and all that it logs. */
final class RunningServer implements AutoCloseable {

  private final ToyCloud cloud;
  private final Captured log = new Captured();
  private final AutomatServer server;
  private final Path data;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ContractCheck contract = new ContractCheck();

  RunningServer(Path home, GivenSetting... more) {
    this(configuration(home, more), new ToyCloud(), Optional.empty());
  }

  /** With that configuration and cloud, and callers that are found out in that way. */
  RunningServer(
      Configuration configuration,
      ToyCloud cloud,
      Function<Memberships, Authentication> authentication) {
    this(configuration, cloud, Optional.of(authentication));
  }

  /** With that configuration. */
  static RunningServer of(Configuration configuration) {
    return new RunningServer(configuration, new ToyCloud(), Optional.empty());
  }

  private RunningServer(
      Configuration configuration,
      ToyCloud cloud,
      Optional<Function<Memberships, Authentication>> authentication) {
    this.cloud = cloud;
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    log.start();
    root.addAppender(log);
    ((Logger) LoggerFactory.getLogger("dev.automat")).setLevel(Level.INFO);
    server =
        authentication
            .map(way -> AutomatServer.start(configuration, plugins(cloud), Clock.systemUTC(), way))
            .orElseGet(() -> AutomatServer.start(configuration, plugins(cloud), Clock.systemUTC()));
    data = configuration.dataDirectory();
    token = token(data);
  }

  /** Empty where nobody has to prove anything. */
  private static String token(Path data) {
    try {
      return LocalToken.read(data).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InstalledPlugins plugins(ToyCloud cloud) {
    return new InstalledPlugins(List.of(new ToyPlugin(cloud)));
  }

  /** The configuration of the tests, with a free port and data in that directory. */
  static Configuration configuration(Path home, GivenSetting... more) {
    return configuration(home, configurationFile(), more);
  }

  /** As the other, of that file. */
  static Configuration configuration(Path home, Path file, GivenSetting... more) {
    List<GivenSetting> settings = new ArrayList<>();
    settings.add(new GivenSetting("http.port", "0", "test"));
    settings.add(new GivenSetting("http.drain", "60s", "test"));
    settings.add(new GivenSetting("dataDir", home.resolve("data").toString(), "test"));
    settings.addAll(List.of(more));
    return new ConfigurationLoader(plugins(new ToyCloud()), home, Map.of())
        .load(Optional.of(file), settings);
  }

  /** The file with the toy's placement. */
  static Path configurationFile() {
    try {
      URL file = RunningServer.class.getResource("/automat-test.yaml");
      return Path.of(Optional.ofNullable(file).orElseThrow().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  ToyCloud cloud() {
    return cloud;
  }

  AutomatServer server() {
    return server;
  }

  int port() {
    return server.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpClient http() {
    return http;
  }

  /** Where the token of whoever works on this machine is. */
  Path tokenFile() {
    return LocalToken.file(data);
  }

  /** The token of whoever works on this machine. */
  Optional<String> localToken() {
    return Optional.of(token);
  }

  /** A request in the making that proves nothing. */
  HttpRequest.Builder nobodysRequest(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  /** A request in the making by whoever works on this machine. */
  HttpRequest.Builder request(String path) {
    return nobodysRequest(path).header("Authorization", "Bearer " + token);
  }

  /** A request to be sent; its answer is checked against the contract. */
  Ask ask(String method, String path) {
    return new Ask(this, contract, method, path, Optional.of(token));
  }

  /** As {@link #ask}, by somebody with that token; empty: by nobody. */
  Ask askAs(Optional<String> somebody, String method, String path) {
    return new Ask(this, contract, method, path, somebody);
  }

  List<ILoggingEvent> log() {
    return log.events;
  }

  /** What was logged that is a stack trace. */
  List<String> stackTraces() {
    return log.events.stream()
        .filter(event -> event.getThrowableProxy() != null)
        .map(event -> event.getFormattedMessage() + ": " + event.getThrowableProxy().getMessage())
        .toList();
  }

  @Override
  public void close() {
    server.close();
    http.shutdownNow();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAppender(log);
  }

  private static final class Captured extends AppenderBase<ILoggingEvent> {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      events.add(event);
    }
  }
}
