package dev.automat.provisioner.gcp.redis;

import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.TlsCertificate;
import dev.automat.provisioner.gcp.call.GrantKey;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an instance of ours says. */
final class InstanceReading {

  private InstanceReading() {}

  static Present of(Instance instance, Work work) {
    State state = state(instance, work);
    return new Present(
        cloudId(instance),
        state,
        message(instance, work, state),
        new ShownSettings(instance).all(),
        tags(instance),
        outputs(instance),
        List.of());
  }

  /**
   * Google gives an instance no id of its own; its full name and the moment of its creation tell it
   * from another that has the name later.
   */
  static Optional<String> cloudId(Instance instance) {
    return instance.hasCreateTime()
        ? Optional.of(
            instance.getName()
                + "@"
                + Instant.ofEpochSecond(
                    instance.getCreateTime().getSeconds(), instance.getCreateTime().getNanos()))
        : Optional.empty();
  }

  /** A state that is new to us is taken for work. */
  static State state(Instance instance, Work work) {
    if (instance.getSuspensionReasonsCount() > 0) {
      return State.FAILED;
    }
    return switch (instance.getState()) {
      case READY -> work.underWay().isPresent() ? State.WORKING : State.AVAILABLE;
      case MAINTENANCE -> State.AVAILABLE;
      case DELETING -> State.DELETING;
      case CREATING,
          UPDATING,
          REPAIRING,
          IMPORTING,
          FAILING_OVER,
          STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          State.WORKING;
    };
  }

  private static String message(Instance instance, Work work, State state) {
    String google = instance.getState().name();
    return switch (state) {
      case AVAILABLE -> google.equals("READY") ? work.failure().orElse("") : google;
      case WORKING, DELETING -> work.underWay().orElse(google);
      case FAILED ->
          "Google suspended it because of "
              + instance.getSuspensionReasonsList().stream()
                  .map(Enum::name)
                  .collect(Collectors.joining(", "))
              + (instance.getStatusMessage().isEmpty() ? "" : ": " + instance.getStatusMessage());
    };
  }

  /** Labels that tell of grants are none. */
  private static Map<String, String> tags(Instance instance) {
    Map<String, String> tags = new TreeMap<>(instance.getLabelsMap());
    tags.keySet().removeIf(key -> GrantKey.read(key).isPresent());
    return tags;
  }

  private static Map<String, Object> outputs(Instance instance) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    if (!instance.getHost().isEmpty()) {
      outputs.put(Keys.HOST, instance.getHost());
      outputs.put(Keys.PORT, (long) instance.getPort());
    }
    if (!instance.getReadEndpoint().isEmpty()) {
      outputs.put(
          Keys.READ_ENDPOINT, instance.getReadEndpoint() + ":" + instance.getReadEndpointPort());
    }
    if (instance.getServerCaCertsCount() > 0) {
      outputs.put(
          Keys.SERVER_CA,
          instance.getServerCaCertsList().stream()
              .map(TlsCertificate::getCert)
              .map(String::strip)
              .sorted()
              .collect(Collectors.joining("\n")));
    }
    return outputs;
  }
}
