package dev.automat.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.api.exchange.ProblemCode;
import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ContractTest {

  private final Contract contract = Contract.load();

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> open = new ArrayList<>(List.of(contract.document()));
    while (!open.isEmpty()) {
      JsonNode node = open.removeLast();
      if (node.path("$ref").isString()) {
        assertFalse(contract.resolve(node).isMissingNode());
      }
      node.forEach(open::add);
    }
  }

  @Test
  void everyOperationHasAnIdOfItsOwnAndAWord() {
    long ids = contract.operations().stream().map(Operation::id).distinct().count();

    assertEquals(contract.operations().size(), ids);
    contract
        .document()
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    operation ->
                        assertTrue(
                            operation.isArray() || operation.has("summary"),
                            () -> Json.write(operation))));
  }

  @Test
  void everyExampleIsValid() {
    JsonNode put = contract.document().at("/paths/~1v1~1teams~1{team}~1{kinds}~1{name}/put");
    JsonNode example = put.at("/requestBody/content/application~1json/examples/small/value");

    assertEquals(List.of(), contract.component("RequestDocument").check(example));
  }

  /** They are compiled without a look at the meta-schema when a server starts. */
  @Test
  void everySchemaIsOne() {
    contract
        .document()
        .at("/components/schemas")
        .propertyNames()
        .forEach(name -> Schema.compile(contract.component(name).document()));
    for (Operation operation : contract.operations()) {
      operation.body().ifPresent(body -> Schema.compile(body.schema().document()));
      Stream.of(operation.query(), operation.headers())
          .flatMap(parameters -> parameters.values().stream())
          .forEach(parameter -> Schema.compile(parameter.schema().document()));
    }
  }

  @Test
  void everyProblemCodeOfAnOperationIsDescribed() {
    String text = Json.write(contract.document().at("/components/responses"));
    for (ProblemCode code : ProblemCode.values()) {
      boolean beforeRouting =
          switch (code) {
            case MALFORMED_REQUEST, METHOD_NOT_ALLOWED, URI_TOO_LONG, HEADERS_TOO_LARGE -> true;
            default -> false;
          };
      assertTrue(beforeRouting || text.contains("`" + code.text() + "`"), code.text());
    }
  }

  @Test
  void asksForActionsFirstSoThatNoNameSwallowsAVerb() {
    List<Boolean> actions =
        contract.operations().stream().map(operation -> operation.path().isAction()).toList();

    assertEquals(actions.stream().sorted((a, b) -> Boolean.compare(b, a)).toList(), actions);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/teams/{team}/{kinds}/{name}, /v1/teams/a/b/c, true",
    "/v1/teams/{team}/{kinds}/{name}, /v1/teams/a/b/c/d, false",
    "/v1/teams/{team}/{kinds}/{name}:reconcile, /v1/teams/a/b/c:reconcile, true",
    "/v1/teams/{team}/{kinds}/{name}:reconcile, /v1/teams/a/b/c%3Areconcile, true",
    "/v1/teams/{team}/{kinds}/{name}:reconcile, /v1/teams/a/b/c%3areconcile, true",
    "/v1/teams/{team}/{kinds}/{name}:reconcile, /v1/teams/a/b/c:recreate, false",
    "/openapi.json, /openapi.json, true",
    "/openapi.json, /openapixjson, false",
  })
  void matchesItsPaths(String template, String path, boolean matches) {
    assertEquals(matches, path.matches(PathTemplate.of(template).regex()));
  }
}
