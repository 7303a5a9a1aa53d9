package dev.automat.config;

import dev.automat.audit.CheckpointFile;
import dev.automat.config.Configuration.Address;
import dev.automat.config.Configuration.Audit;
import dev.automat.config.Configuration.CatalogSettings;
import dev.automat.config.Configuration.EngineSettings;
import dev.automat.config.Configuration.Http;
import dev.automat.config.Configuration.Limits;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.config.Configuration.PolicySettings;
import dev.automat.config.Configuration.Secrets;
import dev.automat.config.Configuration.StoreSettings;
import dev.automat.config.Configuration.Tls;
import dev.automat.lifetime.LifetimeSettings;
import dev.automat.lifetime.QuietHours;
import dev.automat.notify.NotifySettings;
import dev.automat.plugin.PluginSettings;
import dev.automat.resource.Json;
import dev.automat.team.TeamForm;
import dev.automat.team.TeamSource;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads a tree that has the right form, and puts in what holds where nothing is given. */
final class ConfigurationReader {

  private static final PlacementRule LOCAL =
      new PlacementRule("default", Map.of(), "local", "default", "local");

  private static final Map<String, DayOfWeek> DAYS =
      Arrays.stream(DayOfWeek.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT), day -> day));

  private final JsonNode root;
  private final ConfigurationForm form;
  private final Path home;
  private final Path base;

  /**
   * @param home what default paths are in
   * @param base what relative paths that are given start from
   */
  ConfigurationReader(JsonNode root, ConfigurationForm form, Path home, Path base) {
    this.root = root;
    this.form = form;
    this.home = home.toAbsolutePath();
    this.base = base.toAbsolutePath();
  }

  Configuration read() {
    return new Configuration(
        http(),
        dataDirectory(),
        new StoreSettings(text("store.url"), text("store.username"), text("store.password")),
        path("catalogDir").orElse(home.resolve("modules")).normalize(),
        teams(),
        teamSync(),
        placements(),
        provisioners(),
        new EngineSettings(
            duration("engine.interval"),
            duration("engine.lease"),
            value("engine.slots").intValue(),
            value("engine.destructiveActsPerMinute").intValue()),
        new Secrets(
            path("secrets.keyFile").map(Path::normalize), text("secrets.key"), text("secrets.kms")),
        new AuthReader(root.path("auth"), base).read(),
        new PolicySettings(duration("policy.maxWaiver")),
        new Audit(
            path("audit.checkpoints")
                .orElseGet(() -> CheckpointFile.in(dataDirectory()))
                .normalize(),
            duration("audit.every")),
        new LifetimeSettings(
            duration("lifetime.quarantine"), duration("lifetime.undelete"), quietHours()),
        notices(),
        new CatalogSettings(value("catalog.source").asString().equals("store")));
  }

  private Optional<QuietHours> quietHours() {
    JsonNode quiet = given("lifetime.quietHours");
    return quiet.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new QuietHours(
                ZoneId.of(quiet.path("timezone").asString()),
                quiet
                    .path("days")
                    .valueStream()
                    .map(day -> DAYS.get(day.asString()))
                    .collect(Collectors.toUnmodifiableSet()),
                LocalTime.parse(quiet.path("from").asString()),
                LocalTime.parse(quiet.path("to").asString())));
  }

  private Optional<NotifySettings> notices() {
    return Optional.of(root.path("notify"))
        .filter(JsonNode::isObject)
        .map(
            section ->
                new NotifyReader(section, base)
                    .read(
                        value("notify.platform").asString(),
                        duration("notify.giveUpAfter"),
                        duration("notify.keep"),
                        value("notify.egress.allowLoopback").asBoolean()));
  }

  Path dataDirectory() {
    return path("dataDir").orElse(home.resolve(".automat")).normalize();
  }

  Address address() {
    return new Address(
        value("http.host").asString(),
        value("http.port").intValue(),
        !given("http.tls").isMissingNode(),
        publicHosts().stream().findFirst());
  }

  /** Where plugins are, and their digests. */
  PluginSettings plugins() {
    Map<String, String> pinned = new LinkedHashMap<>();
    given("plugins.pinned")
        .properties()
        .forEach(pin -> pinned.put(pin.getKey(), pin.getValue().asString()));
    return new PluginSettings(
        path("plugins.directory").orElse(home.resolve("plugins")).normalize(), pinned);
  }

  private Http http() {
    return new Http(
        value("http.host").asString(),
        value("http.port").intValue(),
        value("http.maxBodyBytes").longValue(),
        duration("http.requestTimeout"),
        duration("http.headTimeout"),
        duration("http.drain"),
        tls(),
        value("http.behindProxy").asBoolean(),
        publicHosts(),
        new Limits(
            value("http.limits.requestsPerSecond").intValue(),
            value("http.limits.requestsPerSecondPerCaller").intValue(),
            value("http.limits.failedAuthenticationsPerMinute").intValue()));
  }

  private Optional<Tls> tls() {
    return path("http.tls.certificate")
        .flatMap(
            certificate ->
                path("http.tls.key")
                    .map(key -> new Tls(certificate, key, path("http.tls.clientAuthority"))));
  }

  private List<String> publicHosts() {
    return given("http.publicHosts").valueStream().map(JsonNode::asString).toList();
  }

  private Map<String, TeamSpec> teams() {
    if (root.path("teams").isMissingNode()) {
      return Map.of(Teams.ANY, TeamSpec.of(Optional.empty(), Optional.empty()));
    }
    Map<String, TeamSpec> teams = new LinkedHashMap<>();
    root.path("teams")
        .properties()
        .forEach(team -> teams.put(team.getKey(), TeamForm.read(team.getValue())));
    return teams;
  }

  private Optional<TeamSource> teamSync() {
    return path("teamSync.file")
        .map(
            file ->
                new TeamSource(
                    value("teamSync.name").asString(),
                    file.normalize(),
                    duration("teamSync.every"),
                    text("teamSync.issuer").orElse("")));
  }

  private List<PlacementRule> placements() {
    if (root.path("placements").isMissingNode()) {
      return List.of(LOCAL);
    }
    return root.path("placements").valueStream().map(ConfigurationReader::placement).toList();
  }

  private static PlacementRule placement(JsonNode rule) {
    Map<String, String> match = new LinkedHashMap<>();
    rule.path("match")
        .properties()
        .forEach(part -> match.put(part.getKey(), part.getValue().asString()));
    return new PlacementRule(
        rule.path("name").asString(),
        match,
        rule.path("cloud").asString(),
        rule.path("account").asString(),
        rule.path("region").asString());
  }

  private Map<String, Map<String, Object>> provisioners() {
    Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
    root.path("provisioners")
        .properties()
        .forEach(section -> sections.put(section.getKey(), Json.map(section.getValue())));
    return sections;
  }

  private JsonNode given(String key) {
    return root.at("/" + key.replace('.', '/'));
  }

  private JsonNode value(String key) {
    JsonNode given = given(key);
    return given.isMissingNode() ? form.defaultOf(key) : given;
  }

  private Optional<String> text(String key) {
    return text(given(key));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isMissingNode() ? Optional.empty() : Optional.of(node.asString());
  }

  private Optional<Path> path(String key) {
    return text(key).map(base::resolve);
  }

  private Duration duration(String key) {
    return durationOf(value(key).asString());
  }

  /** Text such as {@code 90s}, which the form has already accepted. */
  static Duration durationOf(String text) {
    int unit = 0;
    while (Character.isDigit(text.charAt(unit))) {
      unit++;
    }
    long amount = Long.parseLong(text.substring(0, unit));
    return switch (text.substring(unit)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> throw new IllegalArgumentException(text + " has no unit");
    };
  }
}
