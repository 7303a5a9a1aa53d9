package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.IpMapping;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an instance of ours says. */
record InstanceReading(DatabaseEngine engine) {

  private static final String STOPPED = "NEVER";

  Present of(DatabaseInstance instance, Work work) {
    State state = state(instance, work);
    Map<String, String> tags = new TreeMap<>(ShownSettings.labels(instance));
    tags.remove(ShownSettings.DATABASE_LABEL);
    tags.remove(Restoration.LABEL);
    tags.remove(SecretsLabel.KEY);
    return new Present(
        cloudId(instance),
        state,
        message(instance, work, state),
        new ShownSettings(engine).of(instance),
        tags,
        outputs(instance),
        List.of());
  }

  /**
   * Google gives an instance no id of its own; its full name and the moment of its creation tell it
   * from another that has the name later.
   */
  static Optional<String> cloudId(DatabaseInstance instance) {
    return Optional.ofNullable(instance.getConnectionName())
        .flatMap(
            name ->
                Optional.ofNullable(instance.getCreateTime()).map(created -> name + "@" + created));
  }

  /** The states of SqlInstanceState. One that is new to us is taken for work. */
  static State state(DatabaseInstance instance, Work work) {
    return switch (String.valueOf(instance.getState())) {
      case "RUNNABLE" ->
          work.changing().isPresent()
              ? State.WORKING
              : isStopped(instance) ? State.FAILED : State.AVAILABLE;
      case "ONLINE_MAINTENANCE" -> State.AVAILABLE;
      case "PENDING_DELETE" -> State.DELETING;
      case "SUSPENDED", "FAILED" -> State.FAILED;
      default -> State.WORKING;
    };
  }

  /** A person stopped it: Google itself still calls it RUNNABLE. */
  static boolean isStopped(DatabaseInstance instance) {
    return STOPPED.equals(ShownSettings.settings(instance).getActivationPolicy());
  }

  /** Google deletes it. */
  static boolean isGoing(DatabaseInstance instance) {
    return "PENDING_DELETE".equals(instance.getState());
  }

  /** Google suspended it, or gave it up: it takes no change. */
  static boolean isGivenUp(DatabaseInstance instance) {
    return "SUSPENDED".equals(instance.getState()) || "FAILED".equals(instance.getState());
  }

  /**
   * Its creation failed, so that it never held anything. Google says the same of what failed in
   * maintenance (SqlInstanceState), which does hold data: that was complete before.
   */
  static boolean neverWas(DatabaseInstance instance) {
    return "FAILED".equals(instance.getState()) && !Completion.isComplete(instance);
  }

  private static String message(DatabaseInstance instance, Work work, State state) {
    String google = String.valueOf(instance.getState());
    return switch (state) {
      case AVAILABLE ->
          Stream.of(
                  google.equals("RUNNABLE") ? work.failure().orElse("") : google,
                  Restoration.warning(instance))
              .filter(each -> !each.isEmpty())
              .collect(Collectors.joining(". "));
      case WORKING, DELETING -> work.changing().orElse(google);
      case FAILED ->
          isStopped(instance)
              ? "it is stopped (activation policy NEVER): start it in the console"
              : google
                  + Optional.ofNullable(instance.getSuspensionReason())
                      .map(reasons -> " because of " + String.join(", ", reasons))
                      .orElse("")
                  + work.failure().map(words -> ": " + words).orElse("");
    };
  }

  Map<String, Object> outputs(DatabaseInstance instance) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    address(instance)
        .ifPresent(
            host -> {
              outputs.put(Keys.HOST, host);
              outputs.put(Keys.PORT, (long) engine.port());
            });
    Optional.ofNullable(ShownSettings.labels(instance).get(ShownSettings.DATABASE_LABEL))
        .ifPresent(name -> outputs.put(Keys.DATABASE, name));
    Optional.ofNullable(instance.getDatabaseInstalledVersion())
        .map(engine::exactVersion)
        .ifPresent(version -> outputs.put(Keys.ENGINE_VERSION, version));
    Optional.ofNullable(instance.getConnectionName())
        .ifPresent(name -> outputs.put(Keys.CONNECTION_NAME, name));
    outputs.put(
        Keys.BINDING_SECRET_PREFIX,
        Optional.ofNullable(instance.getConnectionName())
            .filter(name -> SecretsLabel.isOn(ShownSettings.labels(instance)))
            .map(BindingSecrets::prefix)
            .orElse(""));
    return outputs;
  }

  /** The key that encrypts it, without its version; empty if it is Google's own. */
  static Optional<String> key(DatabaseInstance instance) {
    return Optional.ofNullable(instance.getDiskEncryptionConfiguration())
        .flatMap(config -> Optional.ofNullable(config.getKmsKeyName()))
        .map(name -> name.replaceFirst("/cryptoKeyVersions/.*$", ""));
  }

  /** The private address; one that a person gave it besides is no way for applications. */
  private static Optional<String> address(DatabaseInstance instance) {
    return Optional.ofNullable(instance.getIpAddresses()).orElse(List.of()).stream()
        .filter(mapping -> "PRIVATE".equals(mapping.getType()))
        .map(IpMapping::getIpAddress)
        .findFirst();
  }
}
