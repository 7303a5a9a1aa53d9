package dev.automat.testkit.gcp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What there is in all projects, and what each method does to it. One call at a time. */
final class SqlState {

  private static final int PAGE = 100;

  private final InstantSource clock;
  private final SqlOperations operations = new SqlOperations();
  private final Map<String, Map<String, SqlInstance>> projects = new HashMap<>();
  private final Map<String, String> endings = new HashMap<>();
  private volatile SqlTimings timings = SqlTimings.NONE;
  private long serial;

  SqlState(InstantSource clock) {
    this.clock = clock;
  }

  void pace(SqlTimings wanted) {
    timings = wanted;
  }

  synchronized void endCreation(String instance, String code) {
    endings.put(instance, code);
  }

  synchronized SqlReply answer(SqlCall call) throws SqlRefusal {
    operations.settle(now());
    return SqlReply.of(
        switch (call.method()) {
          case "instances.list" -> list(call);
          case "instances.insert" -> insert(call);
          case "instances.get" -> instance(call).shown();
          case "instances.patch" -> patch(call);
          case "instances.delete" -> delete(call);
          case "instances.clone" -> clone(call);
          case "instances.restoreBackup" -> restore(call);
          case "operations.get" -> operation(call);
          case "operations.list" ->
              items(
                  "sql#operationsList", operations.of(call.project(), call.parameter("instance")));
          default -> new SqlContents(this, instance(call)).answer(call);
        });
  }

  private ObjectNode list(SqlCall call) throws SqlRefusal {
    int from =
        call.parameter("pageToken").isEmpty() ? 0 : Integer.parseInt(call.parameter("pageToken"));
    int most =
        call.parameter("maxResults").isEmpty()
            ? PAGE
            : Integer.parseInt(call.parameter("maxResults"));
    SqlFilter filter = new SqlFilter(call.parameter("filter"));
    List<ObjectNode> found = new ArrayList<>();
    for (SqlInstance each : project(call.project()).values()) {
      if (each.gone().isEmpty() && filter.fits(each.shown())) {
        found.add(each.shown());
      }
    }
    int to = Math.min(found.size(), from + most);
    ObjectNode page = items("sql#instancesList", found.subList(Math.min(from, to), to));
    if (to < found.size()) {
      page.put("nextPageToken", Integer.toString(to));
    }
    return page;
  }

  private ObjectNode insert(SqlCall call) throws SqlRefusal {
    SqlDefaults.check(call.body());
    return make(
        call.project(),
        "CREATE",
        SqlDefaults.made(call.body(), call.project(), now(), ++serial),
        Optional.empty());
  }

  private ObjectNode make(
      String project, String type, ObjectNode made, Optional<SqlInstance> copied)
      throws SqlRefusal {
    String name = made.path("name").asString("");
    SqlInstance there = project(project).get(name);
    if (there != null && there.gone().map(free -> now().isBefore(free)).orElse(true)) {
      throw SqlRefusal.of(
          409,
          "instanceAlreadyExists",
          "The Cloud SQL instance already exists. When you delete an instance, you can't reuse the"
              + " name of the deleted instance until one week from the deletion date.");
    }
    SqlInstance instance = new SqlInstance(made);
    instance.state("PENDING_CREATE");
    project(project).put(name, instance);
    long number = ++serial;
    Optional<String> failure = Optional.ofNullable(endings.remove(name));
    return begin(
        type,
        project,
        instance,
        timings.creating(),
        () -> {
          ObjectNode ready = instance.shown();
          SqlDefaults.address(ready, number);
          instance.become(ready);
          instance.state(failure.isPresent() ? "FAILED" : "RUNNABLE");
          copied.ifPresent(from -> from.copyInto(instance));
          SqlContents.populate(instance, project);
        },
        failure);
  }

  private ObjectNode patch(SqlCall call) throws SqlRefusal {
    SqlInstance instance = idle(call);
    ObjectNode change = call.body();
    SqlFields.check("DatabaseInstance", change);
    JsonNode version = change.path("settings").path("settingsVersion");
    if (!version.isMissingNode() && version.asLong() != instance.settingsVersion()) {
      throw SqlRefusal.of(412, "conditionNotMet", "Precondition check failed: settingsVersion.");
    }
    ObjectNode after = SqlInstance.merged(instance.shown(), change);
    SqlDefaults.checkSettings(after, after.path("databaseVersion").asString(""));
    long wanted = after.path("settings").path("dataDiskSizeGb").asLong(0);
    if (wanted < instance.shown().path("settings").path("dataDiskSizeGb").asLong(0)) {
      throw SqlRefusal.invalid("the size of a disk can not be lowered");
    }
    return begin(
        "UPDATE",
        call.project(),
        instance,
        timings.changing(),
        () -> instance.patch(change),
        Optional.empty());
  }

  private ObjectNode delete(SqlCall call) throws SqlRefusal {
    SqlInstance instance = idle(call);
    if (instance.isProtected()) {
      throw SqlRefusal.of(
          400,
          "invalidRequest",
          "The instance is protected. Please disable the deletion protection and try again.");
    }
    ObjectNode begun =
        begin(
            "DELETE",
            call.project(),
            instance,
            timings.deleting(),
            () -> instance.vanish(now().plus(timings.nameKept())),
            Optional.empty());
    if (instance.gone().isEmpty()) {
      instance.state("PENDING_DELETE");
    }
    return begun;
  }

  private ObjectNode clone(SqlCall call) throws SqlRefusal {
    SqlInstance source = idle(call);
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
    return make(
        call.project(),
        "CLONE",
        SqlDefaults.made(wanted, call.project(), now(), ++serial),
        Optional.of(source));
  }

  private ObjectNode restore(SqlCall call) throws SqlRefusal {
    SqlInstance target = idle(call);
    SqlFields.check("InstancesRestoreBackupRequest", call.body());
    JsonNode context = call.body().path("restoreBackupContext");
    String from = context.path("instanceId").asString(call.instance());
    SqlInstance source = standing(call.project(), from);
    if (!source.backups().containsKey(context.path("backupRunId").asLong(0))) {
      throw SqlRefusal.of(404, "backupRunDoesNotExist", "The backup run does not exist.");
    }
    return begin(
        "RESTORE_VOLUME",
        call.project(),
        target,
        timings.creating(),
        () -> source.copyInto(target),
        Optional.empty());
  }

  private ObjectNode operation(SqlCall call) throws SqlRefusal {
    return operations
        .find(call.project(), call.path().getOrDefault("operation", ""))
        .orElseThrow(
            () -> SqlRefusal.of(404, "operationDoesNotExist", "The operation does not exist."));
  }

  ObjectNode begin(
      String type,
      String project,
      SqlInstance instance,
      Duration time,
      Runnable effect,
      Optional<String> failure) {
    return operations.begin(type, project, instance.name(), now(), time, effect, failure);
  }

  SqlTimings timings() {
    return timings;
  }

  long next() {
    return ++serial;
  }

  Instant now() {
    return clock.instant();
  }

  /** The instance, if nothing is done to it: Google does one thing at a time to one. */
  SqlInstance idle(SqlCall call) throws SqlRefusal {
    SqlInstance instance = instance(call);
    if (operations.isBusy(call.project(), instance.name())) {
      throw SqlRefusal.busy();
    }
    return instance;
  }

  private SqlInstance instance(SqlCall call) throws SqlRefusal {
    return standing(call.project(), call.instance());
  }

  private SqlInstance standing(String project, String name) throws SqlRefusal {
    SqlInstance instance = project(project).get(name);
    if (instance == null || instance.gone().isPresent()) {
      throw SqlRefusal.noInstance(name);
    }
    return instance;
  }

  /** For the console: whatever state it is in. */
  synchronized Optional<SqlInstance> find(String project, String name) {
    operations.settle(now());
    return Optional.ofNullable(project(project).get(name)).filter(one -> one.gone().isEmpty());
  }

  synchronized List<SqlInstance> standing(String project) {
    operations.settle(now());
    return project(project).values().stream().filter(one -> one.gone().isEmpty()).toList();
  }

  synchronized void plant(String project, ObjectNode body) {
    ObjectNode made = SqlDefaults.made(body, project, now(), ++serial);
    SqlDefaults.address(made, serial);
    SqlInstance instance = new SqlInstance(made);
    instance.state("RUNNABLE");
    project(project).put(instance.name(), instance);
  }

  synchronized void backUp(String project, SqlInstance instance) {
    begin("BACKUP_VOLUME", project, instance, timings.changing(), () -> {}, Optional.empty());
  }

  synchronized void uproot(String project, String name) {
    project(project).remove(name);
  }

  synchronized void edit(SqlInstance instance, ObjectNode all) {
    instance.become(all);
  }

  private Map<String, SqlInstance> project(String name) {
    return projects.computeIfAbsent(name, key -> new TreeMap<>());
  }

  static ObjectNode items(String kind, List<ObjectNode> items) {
    ObjectNode page = SqlInstance.object().put("kind", kind);
    ArrayNode list = page.putArray("items");
    items.forEach(list::add);
    return page;
  }
}
