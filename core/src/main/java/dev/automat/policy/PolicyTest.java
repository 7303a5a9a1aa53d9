package dev.automat.policy;

import dev.automat.team.TeamSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A test that stands beside rules in their file.
 *
 * @param file it stands in
 * @param on the provisioner it is placed on
 * @param region it is placed in
 * @param team who asks
 * @param given the spec
 * @param expect by rule, {@code pass}, {@code fail}, {@code error}, or {@code none} if it must not
 *     speak of it
 */
public record PolicyTest(
    String file,
    String name,
    String kind,
    String on,
    String region,
    String resource,
    TeamSpec team,
    Map<String, String> labels,
    JsonNode given,
    Map<String, String> expect) {

  /** Of a node that has the right form. */
  static PolicyTest read(String file, JsonNode node) {
    JsonNode team = node.path("team");
    return new PolicyTest(
        file,
        node.path("name").asString(),
        node.path("kind").asString(),
        node.path("on").asString(),
        node.path("region").asString("eu-central-1"),
        node.path("resource").asString("orders"),
        team.isMissingNode()
            ? TeamSpec.of(Optional.of("test-owner"), Optional.of("cc-test"))
            : TeamSpec.of(team.path("owner").asStringOpt(), team.path("costCenter").asStringOpt()),
        texts(node.path("labels")),
        node.path("given"),
        texts(node.path("expect")));
  }

  private static Map<String, String> texts(JsonNode map) {
    Map<String, String> texts = new LinkedHashMap<>();
    map.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
    return texts;
  }
}
