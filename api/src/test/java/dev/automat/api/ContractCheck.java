package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** Holds every answer against the contract. */
final class ContractCheck {

  private final Contract contract = Contract.load();
  private final Schema problem = contract.component("Problem");
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  void check(String method, String path, Ask.Told told) {
    String plain = path.replaceFirst("\\?.*", "");
    Optional<Operation> operation =
        contract.operations().stream()
            .filter(each -> each.method().equals(method) && plain.matches(each.path().regex()))
            .findFirst();
    String what = method + " " + path + ": " + told;
    assertFalse(told.header("X-Request-Id").isEmpty(), what);
    assertEquals("no-store", told.header("Cache-Control"), what);
    assertEquals("nosniff", told.header("X-Content-Type-Options"), what);
    if (operation.isEmpty()) {
      assertTrue(told.status() >= 400, what);
      assertEquals(List.of(), problem.check(told.json()), what);
      return;
    }
    checkDeclared(operation.get(), told, what);
  }

  private void checkDeclared(Operation operation, Ask.Told told, String what) {
    JsonNode declared = operation.responses().path(Integer.toString(told.status()));
    assertFalse(declared.isMissingNode(), "not in the contract: " + what);
    JsonNode response = contract.resolve(declared);
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      assertEquals("", told.text(), what);
      return;
    }
    String type = told.header("Content-Type").replaceFirst(";.*", "");
    assertTrue(content.has(type), "content type " + type + " of " + what);
    if (type.endsWith("json")) {
      Schema schema =
          schemas.computeIfAbsent(
              operation.id() + told.status(),
              _ -> contract.compile(content.path(type).path("schema")));
      assertEquals(List.of(), schema.check(told.json()), what);
    }
    checkHeaders(response.path("headers"), told, what);
  }

  private static void checkHeaders(JsonNode declared, Ask.Told told, String what) {
    for (String header : List.of("ETag", "Location", "Retry-After")) {
      if (!told.header(header).isEmpty()) {
        assertTrue(declared.has(header), "undeclared header " + header + " of " + what);
      }
    }
  }
}
