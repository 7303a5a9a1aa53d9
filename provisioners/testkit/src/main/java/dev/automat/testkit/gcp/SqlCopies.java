package dev.automat.testkit.gcp;

import dev.automat.testkit.gcp.SqlBackups.Held;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Backups of a project, and instances that are made of a backup or of another instance. */
record SqlCopies(SqlState state, SqlBackups backups) {

  ObjectNode answer(SqlCall call) throws SqlRefusal {
    return switch (call.method()) {
      case "backups.createBackup" -> create(call);
      case "backups.listBackups" -> list(call);
      case "backups.getBackup" -> backups.get(id(call)).shown().deepCopy();
      case "backups.deleteBackup" -> delete(call);
      default -> throw SqlRefusal.of(501, "notImplemented", "the fake has no " + call.method());
    };
  }

  private static String id(SqlCall call) {
    return call.path().getOrDefault("backup", "");
  }

  private ObjectNode list(SqlCall call) throws SqlRefusal {
    ObjectNode page = SqlInstance.object();
    var list = page.putArray("backups");
    backups.list(new SqlFilter(call.parameter("filter"))).forEach(list::add);
    return page;
  }

  private ObjectNode create(SqlCall call) throws SqlRefusal {
    SqlFields.check("Backup", call.body());
    SqlInstance instance = state.idle(call.project(), call.body().path("instance").asString(""));
    if (!instance.state().equals("RUNNABLE")) {
      throw SqlRefusal.of(
          400, "invalidState", "The instance is not running: " + instance.state() + ".");
    }
    return begin(
        call.project(), instance, "ON_DEMAND", call.body().path("description").asString(""));
  }

  ObjectNode begin(String project, SqlInstance instance, String type, String description) {
    Held begun =
        backups.begin(project, instance, type, description, "backup-%08d".formatted(state.next()));
    return state.begin(
        "BACKUP_VOLUME",
        project,
        instance,
        state.timings().changing(),
        () -> backups.complete(begun, state.behind().of(instance.name())),
        Optional.empty());
  }

  private ObjectNode delete(SqlCall call) throws SqlRefusal {
    Held held = backups.get(id(call));
    if (!held.isComplete()) {
      throw SqlRefusal.of(409, "operationInProgress", "The backup is being made.");
    }
    backups.remove(id(call));
    return state.done("DELETE_BACKUP", call.project(), held.instance());
  }

  /** The deletion of an instance makes a last one, if the instance is set so. */
  void atDeletion(String project, SqlInstance instance) {
    JsonNode last = instance.shown().path("settings").path("finalBackupConfig");
    if (last.path("enabled").asBoolean(false)) {
      Held held =
          backups.begin(project, instance, "FINAL", "", "backup-%08d".formatted(state.next()));
      backups.complete(held, state.behind().of(instance.name()));
    }
    backups.outlive(instance, state.now().toString());
  }

  ObjectNode clone(SqlCall call) throws SqlRefusal {
    SqlInstance source = state.idle(call);
    SqlFields.check("InstancesCloneRequest", call.body());
    String name = call.body().path("cloneContext").path("destinationInstanceName").asString("");
    ObjectNode wanted = SqlInstance.object();
    ObjectNode shown = source.shown();
    for (String key :
        List.of("databaseVersion", "region", "settings", "diskEncryptionConfiguration")) {
      if (shown.has(key)) {
        wanted.set(key, shown.get(key));
      }
    }
    wanted.put("name", name);
    SqlDefaults.check(wanted);
    return state.make(
        call.project(),
        "CLONE",
        SqlDefaults.made(wanted, call.project(), state.now(), state.next()),
        Optional.of(source),
        state.behind().of(source.name()).map(SqlServer::copy),
        Optional.empty());
  }

  ObjectNode restore(SqlCall call) throws SqlRefusal {
    if (call.body().has("backup")) {
      return restored(call);
    }
    SqlInstance target = state.idle(call);
    SqlFields.check("InstancesRestoreBackupRequest", call.body());
    JsonNode context = call.body().path("restoreBackupContext");
    String from = context.path("instanceId").asString(call.instance());
    SqlInstance source = state.standing(call.project(), from);
    if (!source.backups().containsKey(context.path("backupRunId").asLong(0))) {
      throw SqlRefusal.of(404, "backupRunDoesNotExist", "The backup run does not exist.");
    }
    return state.begin(
        "RESTORE_VOLUME",
        call.project(),
        target,
        state.timings().creating(),
        () -> source.copyInto(target),
        Optional.empty());
  }

  /**
   * An instance of that name is made of a backup, with settings that replace those that were backed
   * up: neither another major version nor a smaller disk ("Restore an instance").
   */
  private ObjectNode restored(SqlCall call) throws SqlRefusal {
    SqlFields.check("InstancesRestoreBackupRequest", call.body());
    Held held = backups.named(call.body().path("backup").asString(""));
    if (!held.isComplete()) {
      throw SqlRefusal.invalid("the backup is not complete");
    }
    JsonNode given = call.body().path("restoreInstanceSettings");
    ObjectNode wanted = SqlInstance.object();
    for (String key :
        new String[] {"databaseVersion", "region", "settings", "diskEncryptionConfiguration"}) {
      if (held.settings().has(key)) {
        wanted.set(key, held.settings().get(key));
      }
    }
    if (given instanceof ObjectNode change) {
      wanted = SqlInstance.merged(wanted, change);
      if (change.path("settings").path("userLabels") instanceof ObjectNode labels) {
        ((ObjectNode) wanted.path("settings")).set("userLabels", labels);
      }
    }
    wanted.put("name", call.instance());
    if (!wanted.path("databaseVersion").asString("").equals(held.version())) {
      throw SqlRefusal.invalid("another major version than the backup's, " + held.version());
    }
    if (size(wanted) < size(held.settings())) {
      throw SqlRefusal.invalid("a disk that is smaller than the backup's");
    }
    SqlDefaults.check(wanted);
    // What was in the one that was backed up is in its data alone, passwords too.
    return state.make(
        call.project(),
        "RESTORE_VOLUME",
        SqlDefaults.made(wanted, call.project(), state.now(), state.next()),
        Optional.of(held.contents()),
        held.data(),
        Optional.empty());
  }

  private static long size(ObjectNode instance) {
    return instance.path("settings").path("dataDiskSizeGb").asLong(0);
  }
}
