package dev.automat.api.contract;

import dev.automat.identity.Permission;
import dev.automat.schema.Schema;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One operation of the contract.
 *
 * @param id its {@code operationId}
 * @param method in upper case
 * @param permission what a caller needs: its {@code x-automat-permission}
 * @param query the parameters of the query by name
 * @param headers the header parameters by lower-case name
 * @param body empty if it has none
 * @param responses by status, as in the contract
 */
public record Operation(
    String id,
    String method,
    PathTemplate path,
    Permission permission,
    Map<String, Parameter> query,
    Map<String, Parameter> headers,
    Optional<Body> body,
    JsonNode responses) {

  /**
   * The body of a request.
   *
   * @param required whether it must be there
   */
  public record Body(boolean required, Schema schema) {}

  /** The names that a query may have. */
  public Collection<String> queryNames() {
    return query.keySet();
  }
}
