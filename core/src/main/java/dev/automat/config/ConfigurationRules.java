package dev.automat.config;

import dev.automat.config.Configuration.PlacementRule;
import dev.automat.document.DocumentException.Complaint;
import dev.automat.lifetime.LifetimeSettings;
import dev.automat.lifetime.QuietHours;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.LoadedPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.team.TeamForm;
import dev.automat.team.Teams;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the form of the configuration can not say. */
final class ConfigurationRules {

  private static final String TOO_SHORT = "is too short: give 1s or more";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  /** Below this, a slow disk alone makes answers fail. */
  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);

  /** Sweeps that follow each other without a pause would leave the clouds no calls for the rest. */
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

  /** Law 3: a call's deadline, and time for the look, the intent and the write around it. */
  private static final Duration LEAST_LEASE = ResourceType.CALL_DEADLINE.plusSeconds(15);

  private static final Duration LEAST_UNDELETE = Duration.ofHours(1);

  private final InstalledPlugins plugins;
  private final Layers layers;

  ConfigurationRules(InstalledPlugins plugins, Layers layers) {
    this.plugins = plugins;
    this.layers = layers;
  }

  void check(Configuration configuration, List<Complaint> complaints) {
    checkHttp(configuration.http(), complaints);
    new AuthRules(layers, isLoopback(configuration.http())).check(configuration.auth(), complaints);
    configuration
        .notices()
        .ifPresent(notices -> new NotifyRules(layers).check(notices, complaints));
    checkEngine(configuration.engine(), complaints);
    checkLifetime(configuration.lifetime(), complaints);
    checkStore(configuration, complaints);
    checkPlacements(configuration.placements(), complaints);
    checkTeams(configuration.placements(), complaints);
    configuration
        .teamSync()
        .filter(sync -> sync.every().compareTo(LEAST_INTERVAL) < 0)
        .ifPresent(_ -> complaints.add(complaint("/teamSync/every", TOO_SHORT)));
  }

  private void checkHttp(Configuration.Http http, List<Complaint> complaints) {
    checkBeyondLoopback(http, complaints);
    if (http.headTimeout().compareTo(LEAST_TIMEOUT) < 0) {
      complaints.add(complaint("/http/headTimeout", "is too short: give 1s or more"));
    }
    if (http.requestTimeout().compareTo(LEAST_TIMEOUT) < 0) {
      complaints.add(complaint("/http/requestTimeout", TOO_SHORT));
    }
  }

  private static boolean isLoopback(Configuration.Http http) {
    return LOOPBACK.contains(http.host());
  }

  /** Tokens and secrets cross the network, and clients must be told from pages of others. */
  private void checkBeyondLoopback(Configuration.Http http, List<Complaint> complaints) {
    if (http.tls().isPresent() && http.behindProxy()) {
      complaints.add(
          complaint(
              "/http/behindProxy",
              "there is http.tls too: say who speaks TLS with the clients, the proxy or this"
                  + " server"));
    }
    if (isLoopback(http)) {
      return;
    }
    if (!http.isSecure()) {
      complaints.add(
          complaint(
              "/http/host",
              "beyond this machine tokens and secrets need TLS: set http.tls.certificate and"
                  + " http.tls.key, or http.behindProxy: true if a proxy before it speaks TLS"));
    }
    if (http.publicHosts().isEmpty()) {
      complaints.add(
          complaint(
              "/http/publicHosts",
              "name the hosts by which clients call this server, such as [automat.example.com]"));
    }
  }

  private void checkEngine(Configuration.EngineSettings engine, List<Complaint> complaints) {
    if (engine.interval().compareTo(LEAST_INTERVAL) < 0) {
      complaints.add(complaint("/engine/interval", TOO_SHORT));
    }
    if (engine.lease().compareTo(LEAST_LEASE) < 0) {
      complaints.add(
          complaint(
              "/engine/lease", "is too short: give " + LEAST_LEASE.toSeconds() + "s or more"));
    }
  }

  private void checkLifetime(LifetimeSettings lifetime, List<Complaint> complaints) {
    if (lifetime.undelete().compareTo(LEAST_UNDELETE) < 0) {
      complaints.add(complaint("/lifetime/undelete", "is too short: give 1h or more"));
    }
    if (lifetime.quietHours().filter(QuietHours::isAlways).isPresent()) {
      complaints.add(
          complaint(
              "/lifetime/quietHours",
              "leave less than an hour a day, in which not everything could be done: leave out a"
                  + " day, or make them shorter"));
    }
  }

  private void checkStore(Configuration configuration, List<Complaint> complaints) {
    boolean shared =
        configuration.store().url().filter(url -> url.startsWith("jdbc:postgresql:")).isPresent();
    Configuration.Secrets secrets = configuration.secrets();
    if (secrets.key().isPresent() && !layers.overridden().containsKey("/secrets/key")) {
      complaints.add(
          complaint(
              "/secrets/key",
              "keys do not belong into this file: give them in "
                  + ConfigurationForm.variableOf("secrets.key")
                  + ", or in a file that secrets.keyFile names"));
    }
    if (secrets.keyFile().isPresent() && secrets.key().isPresent()) {
      complaints.add(
          complaint("/secrets/key", "there is secrets.keyFile too: give the keys in one place"));
    }
    if (shared && secrets.keyFile().isEmpty() && secrets.key().isEmpty()) {
      complaints.add(
          complaint(
              "/secrets/keyFile",
              "a store on PostgreSQL needs a key file that you made and keep, because whoever can"
                  + " read the database must not find the key beside it: set secrets.keyFile, or "
                  + ConfigurationForm.variableOf("secrets.keyFile")
                  + ", or give the keys themselves in "
                  + ConfigurationForm.variableOf("secrets.key")));
    }
  }

  private void checkPlacements(List<PlacementRule> placements, List<Complaint> complaints) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < placements.size(); i++) {
      PlacementRule rule = placements.get(i);
      if (!names.add(rule.name())) {
        complaints.add(
            complaint(
                "/placements/" + i + "/name",
                "another placement is named " + rule.name() + " too: give it a name of its own"));
      }
      // One that is there and can not be used makes its modules unavailable, with the reason.
      if (!plugins.isKnown(rule.cloud()) && isGiven("/placements")) {
        complaints.add(
            complaint(
                "/placements/" + i + "/cloud",
                "no provisioner named " + rule.cloud() + " is installed; there is " + installed()));
      }
    }
  }

  /** What the form can not say of them. */
  private void checkTeams(List<PlacementRule> placements, List<Complaint> complaints) {
    List<String> rules = placements.stream().map(PlacementRule::name).toList();
    for (Map.Entry<String, JsonNode> team : layers.root().path("teams").properties()) {
      String at = "/teams/" + team.getKey();
      TeamForm.rules(at, team.getValue(), rules)
          .forEach(
              wrong ->
                  complaints.add(complaint(wrong.pointer(), wrong.message() + ": " + wrong.fix())));
      if (team.getKey().equals(Teams.ANY) && team.getValue().has("members")) {
        complaints.add(
            complaint(at + "/members", "nobody is in every team: give a role in each one"));
      }
    }
  }

  private boolean isGiven(String pointer) {
    return !layers.root().at(pointer).isMissingNode();
  }

  private String installed() {
    return String.join(", ", plugins.plugins().stream().map(LoadedPlugin::name).toList());
  }

  private Complaint complaint(String pointer, String message) {
    return new Complaint(layers.place(pointer), pointer, message);
  }
}
