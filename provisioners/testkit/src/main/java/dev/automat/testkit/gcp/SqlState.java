package dev.automat.testkit.gcp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What there is in all projects, and what each method does to it. One call at a time. */
final class SqlState {

  private final InstantSource clock;
  private final SqlOperations operations = new SqlOperations();
  private final Map<String, Map<String, SqlInstance>> projects = new HashMap<>();
  private final Map<String, String> endings = new HashMap<>();
  private volatile SqlTimings timings = SqlTimings.NONE;
  private final SqlBehind behind;
  private final BiPredicate<String, Instant> stale;
  private final Map<String, SqlBackups> backups = new HashMap<>();
  private long serial;

  /**
   * @param stale whether a read by that method does not see yet what was changed then
   */
  SqlState(InstantSource clock, SqlBehind behind, BiPredicate<String, Instant> stale) {
    this.clock = clock;
    this.behind = behind;
    this.stale = stale;
  }

  SqlBehind behind() {
    return behind;
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
          case "instances.list" -> new SqlReads(project(call.project()), stale).list(call);
          case "instances.insert" -> insert(call);
          case "instances.get" -> new SqlReads(project(call.project()), stale).get(call);
          case "instances.patch" -> patch(call);
          case "instances.delete" -> delete(call);
          case "instances.clone" -> copies(call.project()).clone(call);
          case "instances.restoreBackup" -> copies(call.project()).restore(call);
          case "operations.get" -> operation(call);
          case "operations.list" ->
              items(
                  "sql#operationsList", operations.of(call.project(), call.parameter("instance")));
          case String method when method.startsWith("backups.") ->
              copies(call.project()).answer(call);
          default -> new SqlContents(this, instance(call)).answer(call);
        });
  }

  private ObjectNode insert(SqlCall call) throws SqlRefusal {
    SqlDefaults.check(call.body());
    return make(
        call.project(),
        "CREATE",
        SqlDefaults.made(call.body(), call.project(), now(), ++serial),
        Optional.empty(),
        Optional.empty(),
        Optional.of(call.body().path("rootPassword").asString("")));
  }

  ObjectNode make(
      String project,
      String type,
      ObjectNode made,
      Optional<SqlInstance> copied,
      Optional<SqlServer.Copy> data,
      Optional<String> rootPassword)
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
    instance.appear(now());
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
          behind.made(ready, number, data, rootPassword);
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
            () -> {
              copies(call.project()).atDeletion(call.project(), instance);
              instance.vanish(now().plus(timings.nameKept()));
              behind.gone(instance.name());
            },
            Optional.empty());
    if (instance.gone().isEmpty()) {
      instance.remember(now());
      instance.state("PENDING_DELETE");
    }
    return begun;
  }

  private SqlCopies copies(String project) {
    return new SqlCopies(this, held(project));
  }

  private SqlBackups held(String project) {
    return backups.computeIfAbsent(project, key -> new SqlBackups());
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
    Runnable seenLater =
        () -> {
          instance.remember(now());
          effect.run();
        };
    return operations.begin(type, project, instance.name(), now(), time, seenLater, failure);
  }

  /** One that is over at once, on an instance that may be gone. */
  ObjectNode done(String type, String project, String instance) {
    return operations.begin(
        type, project, instance, now(), Duration.ZERO, () -> {}, Optional.empty());
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
    return idle(call.project(), call.instance());
  }

  SqlInstance idle(String project, String name) throws SqlRefusal {
    SqlInstance instance = standing(project, name);
    if (operations.isBusy(project, name)) {
      throw SqlRefusal.busy();
    }
    return instance;
  }

  private SqlInstance instance(SqlCall call) throws SqlRefusal {
    return standing(call.project(), call.instance());
  }

  SqlInstance standing(String project, String name) throws SqlRefusal {
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
    behind.made(made, serial, Optional.empty(), Optional.empty());
    SqlInstance instance = new SqlInstance(made);
    instance.state("RUNNABLE");
    project(project).put(instance.name(), instance);
  }

  synchronized void backUp(String project, SqlInstance instance) {
    copies(project).begin(project, instance, "AUTOMATED", "");
  }

  synchronized List<ObjectNode> backupsOf(String project) {
    operations.settle(now());
    return held(project).all();
  }

  synchronized void plantBackup(String project, ObjectNode shown, String id) {
    held(project).plant(shown, id);
  }

  synchronized void uprootBackup(String project, String id) {
    held(project).remove(id);
  }

  synchronized void uproot(String project, String name) {
    project(project).remove(name);
    behind.gone(name);
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
