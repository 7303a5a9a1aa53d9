package dev.automat.cli;

import dev.automat.admission.Admission;
import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Verdict;
import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration;
import dev.automat.resource.Json;
import dev.automat.resource.Placement;
import dev.automat.resource.Plan;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The request that {@code up} prints for who has none yet, and what to do with what it makes. */
final class FirstRequest {

  private static final String SPEC =
      "{\"module\":\"postgres\",\"environment\":\"dev\",\"size\":\"small\","
          + "\"purpose\":\"integration-test\",\"lifetime\":\"14d\"}";

  private static final String AT_HOME = "local";

  private FirstRequest() {}

  /**
   * As the request is placed here; where it would be refused, what there is instead.
   *
   * @param token a line with the header that proves who asks; empty where nobody has to
   * @param before what other commands need to find the server, as a line of a shell
   */
  static String text(
      Catalog catalog, Configuration configuration, String url, String token, String before) {
    AdmissionRequest request =
        new AdmissionRequest(
            "payments", "Database", "orders", Map.of(), Json.read(SPEC, JsonNode.class));
    return switch (new Admission(catalog, configuration).admit(request)) {
      case Verdict.Admitted(Plan plan, List<String> _, _) ->
          text(plan.placement(), url, token, before);
      case Verdict.NeedsWaiver _, Verdict.Refused _ ->
          "\nWhat can be asked for here:\n  " + before + "./automat catalog";
    };
  }

  static String text(Placement placement, String url, String token, String before) {
    return placement.provisioner().equals(AT_HOME)
        ? atHome(url, token, before)
        : inCloud(placement, url, token, before);
  }

  /** It is there in a moment, and can be reached from here. */
  private static String atHome(String url, String token, String before) {
    return """

    A first request, to paste into another terminal:

      curl -X PUT %s/v1/teams/payments/databases/orders -H 'Prefer: wait=30' \\
    %s       -d '{"spec":%s}'

    then
      %spsql "$(./automat connection payments databases orders --uri)"
      ./automat connection payments databases orders --check      # without psql
      ./automat help                                              # all the rest
    """
        .formatted(url, token, SPEC, before)
        .stripTrailing();
  }

  /** It takes minutes, costs money, and is reached from its own network only. */
  private static String inCloud(Placement placement, String url, String token, String before) {
    return """

    A first request, to paste into another terminal. It makes a database in the cloud, at its price:
    %s, account %s, %s.

      curl -X PUT %s/v1/teams/payments/databases/orders \\
    %s       -d '{"spec":%s}'

    then
      %s./automat events payments databases orders -f          # what is done, until it is Ready
      ./automat connection payments databases orders --uri   # for clients in its network
      ./automat delete payments databases orders             # takes it back
      ./automat help                                         # all the rest
    """
        .formatted(
            placement.provisioner(),
            placement.account(),
            placement.region(),
            url,
            token,
            SPEC,
            before)
        .stripTrailing();
  }
}
