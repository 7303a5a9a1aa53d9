package dev.automat.testkit.gcp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method of the API, with verb and path: those of the discovery document of {@code sqladmin} v1,
 * which a test compares with Google's client.
 *
 * @param method such as {@code instances.insert}
 * @param verb of HTTP
 * @param template such as {@code v1/projects/{project}/instances}, as the client has it
 * @param path the same with each part by itself, where the template has a name of several parts
 */
public record SqlRoute(String method, String verb, String template, String path) {

  private static final String BACKUPS = "v1/projects/{project}/backups";

  private SqlRoute(String method, String verb, String template) {
    this(method, verb, template, template);
  }

  private static final String INSTANCES = "v1/projects/{project}/instances";
  private static final String ONE = INSTANCES + "/{instance}";
  private static final String OPERATIONS = "v1/projects/{project}/operations";

  /** All that the fake knows. */
  public static final List<SqlRoute> ALL =
      List.of(
          new SqlRoute("instances.list", "GET", INSTANCES),
          new SqlRoute("instances.insert", "POST", INSTANCES),
          new SqlRoute("instances.get", "GET", ONE),
          new SqlRoute("instances.patch", "PATCH", ONE),
          new SqlRoute("instances.delete", "DELETE", ONE),
          new SqlRoute("instances.clone", "POST", ONE + "/clone"),
          new SqlRoute("instances.restoreBackup", "POST", ONE + "/restoreBackup"),
          new SqlRoute("operations.list", "GET", OPERATIONS),
          new SqlRoute("operations.get", "GET", OPERATIONS + "/{operation}"),
          new SqlRoute("users.list", "GET", ONE + "/users"),
          new SqlRoute("users.insert", "POST", ONE + "/users"),
          new SqlRoute("users.update", "PUT", ONE + "/users"),
          new SqlRoute("users.delete", "DELETE", ONE + "/users"),
          new SqlRoute("databases.list", "GET", ONE + "/databases"),
          new SqlRoute("databases.insert", "POST", ONE + "/databases"),
          new SqlRoute("databases.get", "GET", ONE + "/databases/{database}"),
          new SqlRoute("databases.delete", "DELETE", ONE + "/databases/{database}"),
          new SqlRoute("backupRuns.list", "GET", ONE + "/backupRuns"),
          new SqlRoute("backupRuns.insert", "POST", ONE + "/backupRuns"),
          new SqlRoute("backupRuns.get", "GET", ONE + "/backupRuns/{id}"),
          new SqlRoute("backupRuns.delete", "DELETE", ONE + "/backupRuns/{id}"),
          new SqlRoute("backups.createBackup", "POST", "v1/{+parent}/backups", BACKUPS),
          new SqlRoute("backups.listBackups", "GET", "v1/{+parent}/backups", BACKUPS),
          new SqlRoute("backups.getBackup", "GET", "v1/{+name}", BACKUPS + "/{backup}"),
          new SqlRoute("backups.deleteBackup", "DELETE", "v1/{+name}", BACKUPS + "/{backup}"));

  /** What the path names, by the names of the template; empty if it is another method's. */
  Optional<Map<String, String>> match(String called, List<String> segments) {
    List<String> parts = List.of(path.split("/", -1));
    if (!verb.equals(called) || parts.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.startsWith("{")) {
        named.put(part.substring(1, part.length() - 1), segments.get(i));
      } else if (!part.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }
}
