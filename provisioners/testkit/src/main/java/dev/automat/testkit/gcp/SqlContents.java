package dev.automat.testkit.gcp;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The users, databases and backups of one instance. */
record SqlContents(SqlState state, SqlInstance instance) {

  ObjectNode answer(SqlCall call) throws SqlRefusal {
    return switch (call.method()) {
      case "users.list" -> SqlState.items("sql#usersList", List.copyOf(instance.users().values()));
      case "users.insert" -> putUser(call, "CREATE_USER", call.body().path("name").asString(""));
      case "users.update" -> putUser(call, "UPDATE_USER", call.parameter("name"));
      case "users.delete" -> deleteUser(call);
      case "databases.list" ->
          SqlState.items("sql#databasesList", List.copyOf(instance.databases().values()));
      case "databases.insert" -> insertDatabase(call);
      case "databases.get" -> database(call).deepCopy();
      case "databases.delete" -> deleteDatabase(call);
      case "backupRuns.list" ->
          SqlState.items("sql#backupRunsList", List.copyOf(instance.backups().values()));
      case "backupRuns.insert" -> insertBackup(call);
      case "backupRuns.get" -> backup(call).deepCopy();
      case "backupRuns.delete" -> deleteBackup(call);
      default -> throw SqlRefusal.of(501, "notImplemented", "the fake has no " + call.method());
    };
  }

  /** What a new instance has in it. */
  static void populate(SqlInstance instance, String project) {
    boolean postgres = instance.shown().path("databaseVersion").asString("").startsWith("POSTGRES");
    put(instance, project, postgres ? "postgres" : "mysql");
    ObjectNode root = SqlInstance.object();
    root.put("kind", "sql#user").put("name", postgres ? "postgres" : "root");
    instance.users().putIfAbsent(root.path("name").asString(""), root);
  }

  private static void put(SqlInstance instance, String project, String database) {
    instance
        .databases()
        .putIfAbsent(
            database,
            SqlInstance.object()
                .put("kind", "sql#database")
                .put("name", database)
                .put("instance", instance.name())
                .put("project", project));
  }

  private ObjectNode putUser(SqlCall call, String type, String name) throws SqlRefusal {
    state.idle(call);
    SqlFields.check("User", call.body());
    boolean known = instance.users().containsKey(name);
    if (name.isEmpty() || call.body().path("password").asString("").isEmpty()) {
      throw SqlRefusal.invalid("a user needs a name and a password");
    }
    if (type.equals("UPDATE_USER") && !known) {
      throw SqlRefusal.of(404, "userDoesNotExist", "The user " + name + " does not exist.");
    }
    ObjectNode user = call.body().deepCopy();
    user.remove("password");
    user.put("kind", "sql#user").put("name", name).put("instance", instance.name());
    String password = call.body().path("password").asString("");
    return quick(
        call,
        type,
        () -> {
          instance.users().put(name, user);
          if (isRoot(name)) {
            state.behind().of(instance.name()).ifPresent(server -> server.root(password));
          }
        });
  }

  private static boolean isRoot(String name) {
    return name.equals("postgres") || name.equals("root");
  }

  private ObjectNode deleteUser(SqlCall call) throws SqlRefusal {
    state.idle(call);
    String name = call.parameter("name");
    if (!instance.users().containsKey(name)) {
      throw SqlRefusal.of(404, "userDoesNotExist", "The user " + name + " does not exist.");
    }
    return quick(call, "DELETE_USER", () -> instance.users().remove(name));
  }

  private ObjectNode insertDatabase(SqlCall call) throws SqlRefusal {
    state.idle(call);
    SqlFields.check("Database", call.body());
    String name = call.body().path("name").asString("");
    if (instance.databases().containsKey(name)) {
      throw SqlRefusal.of(409, "databaseAlreadyExists", "Database '" + name + "' already exists.");
    }
    return quick(
        call,
        "CREATE_DATABASE",
        () -> {
          put(instance, call.project(), name);
          state.behind().of(instance.name()).ifPresent(server -> server.database(name));
        });
  }

  private ObjectNode database(SqlCall call) throws SqlRefusal {
    String name = call.path().getOrDefault("database", "");
    ObjectNode database = instance.databases().get(name);
    if (database == null) {
      throw SqlRefusal.of(404, "databaseDoesNotExist", "Database '" + name + "' does not exist.");
    }
    return database;
  }

  private ObjectNode deleteDatabase(SqlCall call) throws SqlRefusal {
    state.idle(call);
    String name = database(call).path("name").asString("");
    return quick(
        call,
        "DELETE_DATABASE",
        () -> {
          instance.databases().remove(name);
          state.behind().of(instance.name()).ifPresent(server -> server.dropDatabase(name));
        });
  }

  private ObjectNode insertBackup(SqlCall call) throws SqlRefusal {
    state.idle(call);
    SqlFields.check("BackupRun", call.body());
    long id = state.next();
    ObjectNode run =
        SqlInstance.object()
            .put("kind", "sql#backupRun")
            .put("id", Long.toString(id))
            .put("instance", instance.name())
            .put("type", "ON_DEMAND")
            .put("status", "RUNNING")
            .put("startTime", state.now().toString())
            .put("description", call.body().path("description").asString(""));
    instance.backups().put(id, run);
    return quick(
        call,
        "BACKUP_VOLUME",
        () -> run.put("status", "SUCCESSFUL").put("endTime", state.now().toString()));
  }

  private ObjectNode backup(SqlCall call) throws SqlRefusal {
    ObjectNode run = instance.backups().get(id(call));
    if (run == null) {
      throw SqlRefusal.of(404, "backupRunDoesNotExist", "The backup run does not exist.");
    }
    return run;
  }

  private ObjectNode deleteBackup(SqlCall call) throws SqlRefusal {
    state.idle(call);
    backup(call);
    return quick(call, "DELETE_BACKUP", () -> instance.backups().remove(id(call)));
  }

  private static long id(SqlCall call) {
    String id = call.path().getOrDefault("id", "");
    return id.matches("[0-9]{1,18}") ? Long.parseLong(id) : -1;
  }

  private ObjectNode quick(SqlCall call, String type, Runnable effect) {
    return state.begin(
        type, call.project(), instance, state.timings().inside(), effect, Optional.empty());
  }
}
