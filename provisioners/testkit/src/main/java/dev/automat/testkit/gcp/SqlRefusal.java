package dev.automat.testkit.gcp;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A call that is refused, in the shape of Google's JSON services. */
final class SqlRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  private SqlRefusal(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static SqlRefusal of(int status, String reason, String message) {
    return new SqlRefusal(status, reason, message);
  }

  static SqlRefusal throttled() {
    return of(429, "rateLimitExceeded", "Quota exceeded for quota metric 'Queries per minute'.");
  }

  static SqlRefusal broken() {
    return of(503, "backendError", "The service is currently unavailable.");
  }

  static SqlRefusal noInstance(String name) {
    return of(404, "instanceDoesNotExist", "The Cloud SQL instance " + name + " does not exist.");
  }

  static SqlRefusal busy() {
    return of(
        409,
        "operationInProgress",
        "Operation failed because another operation was already in progress.");
  }

  static SqlRefusal invalid(String message) {
    return of(400, "invalid", "Invalid request: " + message);
  }

  SqlReply reply() {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ObjectNode error = body.putObject("error");
    error.put("code", status).put("message", getMessage());
    error
        .putArray("errors")
        .addObject()
        .put("message", getMessage())
        .put("domain", "global")
        .put("reason", reason);
    return new SqlReply(status, body);
  }
}
