package dev.automat.testkit.gcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The backups of one project, which are no part of the instances that they were made of ("About
 * Cloud SQL backups"): when an instance is deleted, those stay that it is set to retain, and the
 * final one that its deletion made.
 */
final class SqlBackups {

  /**
   * A backup.
   *
   * @param contents its databases and users, as the API shows them
   * @param data what the server behind the instance held
   */
  record Held(ObjectNode shown, SqlInstance contents, Optional<SqlServer.Copy> data) {

    String instance() {
      return shown.path("instance").asString("");
    }

    boolean isComplete() {
      return shown.path("state").asString("").equals("SUCCESSFUL");
    }

    boolean isFinal() {
      return shown.path("type").asString("").equals("FINAL");
    }

    String version() {
      return shown.path("databaseVersion").asString("");
    }

    ObjectNode settings() {
      return (ObjectNode) shown.path("instanceSettings");
    }
  }

  private final Map<String, Held> all = new TreeMap<>();

  /** Begins one; it is complete once {@link #complete} is called. */
  Held begin(String project, SqlInstance instance, String type, String description, String id) {
    ObjectNode settings = instance.shown();
    ObjectNode shown =
        SqlInstance.object()
            .put("kind", "sql#backup")
            .put("name", "projects/%s/backups/%s".formatted(project, id))
            .put("instance", instance.name())
            .put("type", type)
            .put("state", "RUNNING")
            .put("description", description)
            .put("location", settings.path("region").asString(""))
            .put("databaseVersion", settings.path("databaseVersion").asString(""));
    shown.set("instanceSettings", settings);
    SqlInstance contents = new SqlInstance(settings);
    instance.copyInto(contents);
    Held held = new Held(shown, contents, Optional.empty());
    all.put(id, held);
    return held;
  }

  /** What was written until now is in it. */
  void complete(Held begun, Optional<SqlServer> server) {
    begun.shown().put("state", "SUCCESSFUL");
    String name = begun.shown().path("name").asString("");
    all.replace(
        name.substring(name.lastIndexOf('/') + 1),
        new Held(begun.shown(), begun.contents(), server.map(SqlServer::copy)));
  }

  Held get(String id) throws SqlRefusal {
    return Optional.ofNullable(all.get(id))
        .orElseThrow(() -> SqlRefusal.of(404, "backupDoesNotExist", "The backup does not exist."));
  }

  /** By its full name. */
  Held named(String name) throws SqlRefusal {
    return get(name.substring(name.lastIndexOf('/') + 1));
  }

  void remove(String id) {
    all.remove(id);
  }

  List<ObjectNode> list(SqlFilter filter) throws SqlRefusal {
    List<ObjectNode> found = new ArrayList<>();
    for (Held each : all.values()) {
      if (filter.fits(each.shown())) {
        found.add(each.shown().deepCopy());
      }
    }
    return found;
  }

  List<ObjectNode> all() {
    return all.values().stream().map(each -> each.shown().deepCopy()).toList();
  }

  /** Puts up one that somebody else made. */
  void plant(ObjectNode shown, String id) {
    all.put(id, new Held(shown, new SqlInstance(shown), Optional.empty()));
  }

  /** What goes and what stays when an instance is gone. */
  void outlive(SqlInstance instance, String when) {
    boolean retained =
        instance.shown().path("settings").path("retainBackupsOnDelete").asBoolean(false);
    all.values()
        .removeIf(each -> each.instance().equals(instance.name()) && !retained && !each.isFinal());
    all.values().stream()
        .filter(each -> each.instance().equals(instance.name()))
        .forEach(each -> each.shown().put("instanceDeletionTime", when));
  }
}
