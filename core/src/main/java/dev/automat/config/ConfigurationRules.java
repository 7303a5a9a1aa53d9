package dev.automat.config;

import dev.automat.config.Configuration.PlacementRule;
import dev.automat.document.DocumentException.Complaint;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.LoadedPlugin;
import dev.automat.spi.ResourceType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the form of the configuration can not say. */
final class ConfigurationRules {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  /** Below this, a slow disk alone makes answers fail. */
  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);

  /** Sweeps that follow each other without a pause would leave the clouds no calls for the rest. */
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

  /** Law 3: a call's deadline, and time for the look, the intent and the write around it. */
  private static final Duration LEAST_LEASE = ResourceType.CALL_DEADLINE.plusSeconds(15);

  private final InstalledPlugins plugins;
  private final Layers layers;

  ConfigurationRules(InstalledPlugins plugins, Layers layers) {
    this.plugins = plugins;
    this.layers = layers;
  }

  void check(Configuration configuration, List<Complaint> complaints) {
    checkHttp(configuration.http(), complaints);
    boolean loopback = LOOPBACK.contains(configuration.http().host());
    new AuthRules(layers, loopback).check(configuration.auth(), complaints);
    checkEngine(configuration.engine(), complaints);
    checkStore(configuration, complaints);
    checkPlacements(configuration.placements(), complaints);
  }

  private void checkHttp(Configuration.Http http, List<Complaint> complaints) {
    if (http.requestTimeout().compareTo(LEAST_TIMEOUT) < 0) {
      complaints.add(complaint("/http/requestTimeout", "is too short: give 1s or more"));
    }
  }

  private void checkEngine(Configuration.EngineSettings engine, List<Complaint> complaints) {
    if (engine.interval().compareTo(LEAST_INTERVAL) < 0) {
      complaints.add(complaint("/engine/interval", "is too short: give 1s or more"));
    }
    if (engine.lease().compareTo(LEAST_LEASE) < 0) {
      complaints.add(
          complaint(
              "/engine/lease", "is too short: give " + LEAST_LEASE.toSeconds() + "s or more"));
    }
  }

  private void checkStore(Configuration configuration, List<Complaint> complaints) {
    boolean shared =
        configuration.store().url().filter(url -> url.startsWith("jdbc:postgresql:")).isPresent();
    if (shared && configuration.secrets().keyFile().isEmpty()) {
      complaints.add(
          complaint(
              "/secrets/keyFile",
              "a store on PostgreSQL needs a key file that you made and keep, because whoever can"
                  + " read the database must not find the key beside it: set secrets.keyFile, or "
                  + ConfigurationForm.variableOf("secrets.keyFile")));
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
