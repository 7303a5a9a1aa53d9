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

/** What an instance of ours says. */
record InstanceReading(DatabaseEngine engine) {

  private static final String STOPPED = "NEVER";

  Present of(DatabaseInstance instance, Work work) {
    State state = state(instance, work);
    Map<String, String> tags = new TreeMap<>(ShownSettings.labels(instance));
    tags.remove(ShownSettings.DATABASE_LABEL);
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

  private static boolean isStopped(DatabaseInstance instance) {
    return STOPPED.equals(ShownSettings.settings(instance).getActivationPolicy());
  }

  private static String message(DatabaseInstance instance, Work work, State state) {
    String google = String.valueOf(instance.getState());
    return switch (state) {
      case AVAILABLE -> google.equals("RUNNABLE") ? work.failure().orElse("") : google;
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

  private Map<String, Object> outputs(DatabaseInstance instance) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    address(instance)
        .ifPresent(
            host -> {
              outputs.put(Keys.HOST, host);
              outputs.put(Keys.PORT, (long) engine.port());
            });
    Optional.ofNullable(ShownSettings.labels(instance).get(ShownSettings.DATABASE_LABEL))
        .ifPresent(name -> outputs.put(Keys.DATABASE, name));
    outputs.put(Keys.USERNAME, engine.root());
    Optional.ofNullable(instance.getDatabaseInstalledVersion())
        .map(engine::exactVersion)
        .ifPresent(version -> outputs.put(Keys.ENGINE_VERSION, version));
    Optional.ofNullable(instance.getConnectionName())
        .ifPresent(name -> outputs.put(Keys.CONNECTION_NAME, name));
    return outputs;
  }

  /** The private address; one that a person gave it besides is no way for applications. */
  private static Optional<String> address(DatabaseInstance instance) {
    return Optional.ofNullable(instance.getIpAddresses()).orElse(List.of()).stream()
        .filter(mapping -> "PRIVATE".equals(mapping.getType()))
        .map(IpMapping::getIpAddress)
        .findFirst();
  }
}
