package dev.automat.testkit.aws;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/** Settings of databases that moto accepts and does not show afterwards. */
final class DatabaseMemory {

  /** Parameters of calls, and under which name an instance shows them. */
  private static final Map<String, String> FORGOTTEN =
      Map.of(
          "EnablePerformanceInsights", "PerformanceInsightsEnabled",
          "PerformanceInsightsRetentionPeriod", "PerformanceInsightsRetentionPeriod",
          "MonitoringInterval", "MonitoringInterval",
          "MonitoringRoleArn", "MonitoringRoleArn",
          "DBPortNumber", "Port");

  private final Map<Id, Map<String, String>> settings = new HashMap<>();

  /** Notes what a creation or a change that moto accepted asked for. */
  void note(AwsCall call, Id id) {
    FORGOTTEN.forEach(
        (parameter, shown) ->
            call.parameter(parameter)
                .ifPresent(
                    value ->
                        settings
                            .computeIfAbsent(id, key -> new LinkedHashMap<>())
                            .put(shown, value)));
  }

  void forget(Id id) {
    settings.remove(id);
  }

  void show(Element instance, Id id) {
    settings
        .getOrDefault(id, Map.of())
        .forEach(
            (name, value) -> {
              if (name.equals("Port")) {
                Optional<Element> endpoint = Xml.child(instance, "Endpoint");
                endpoint.ifPresent(there -> Xml.set(there, name, value));
              } else {
                Xml.set(instance, name, value);
              }
            });
  }
}
