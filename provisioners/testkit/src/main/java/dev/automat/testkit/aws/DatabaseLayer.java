package dev.automat.testkit.aws;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * RDS over time. Moto makes, changes and deletes a database at once; this layer shows it as it
 * would look meanwhile. One call at a time, so that nothing is seen between moto's answer and what
 * is noted of it.
 */
final class DatabaseLayer implements Layer, Databases {

  /** What {@code PendingModifiedValues} can hold; all else changes at once in RDS, too. */
  private static final Set<String> PENDING =
      Set.of(
          "AllocatedStorage",
          "BackupRetentionPeriod",
          "CACertificateIdentifier",
          "DBInstanceClass",
          "EngineVersion",
          "Iops",
          "LicenseModel",
          "MultiAZ",
          "StorageThroughput",
          "StorageType");

  private static final String NAME = "DBInstanceIdentifier";
  private static final String ITEM = "DBInstance";
  private static final String STATE = "InvalidDBInstanceState";

  private final Switches switches;
  private final DatabaseSecrets secrets;
  private final DatabaseGroups groups = new DatabaseGroups();
  private final Graves graves = new Graves();
  private final DatabaseMemory memory = new DatabaseMemory();
  private final Map<Id, Progress> progress = new HashMap<>();
  private final Map<String, String> endings = new HashMap<>();

  DatabaseLayer(Switches switches, DatabaseSecrets secrets) {
    this.switches = switches;
    this.secrets = secrets;
  }

  @Override
  public synchronized void endCreation(String name, String status) {
    endings.put(name, status);
  }

  @Override
  public synchronized void openMaintenanceWindow() {
    for (Progress one : progress.values()) {
      if (one.hasChanges()) {
        one.work("modifying", now(), switches.timings.modifying());
      }
    }
  }

  @Override
  public synchronized AwsReply answer(AwsCall call, Onward onward) throws IOException {
    return switch (call.action()) {
      case "CreateDBInstance", "RestoreDBInstanceFromDBSnapshot" -> create(call, onward);
      case "DescribeDBInstances" -> describe(call, onward);
      case "ModifyDBInstance" -> modify(call, onward);
      case "DeleteDBInstance" -> delete(call, onward);
      case "StopDBInstance" -> pass(call, onward, "stopping", Set.of("available"));
      case "StartDBInstance" -> pass(call, onward, "starting", Set.of("stopped"));
      case "RebootDBInstance" -> pass(call, onward, "rebooting", Set.of("available"));
      case "CreateDBSnapshot" -> {
        refuseUnless(call, Set.of("available", "stopped"));
        yield onward.go(call);
      }
      case "ListTagsForResource" -> tags(call, onward);
      case "DeleteDBParameterGroup", "DeleteDBSubnetGroup" -> {
        if (switches.repairs(Repair.DATABASE_GROUPS)) {
          groups.refuseUsed(call, onward, graves.of(call, now()));
        }
        yield onward.go(call);
      }
      default -> onward.go(call);
    };
  }

  private AwsReply create(AwsCall call, Onward onward) throws IOException {
    Id id = id(call);
    if (graves.at(id, now()).isPresent()) {
      throw new Refused(400, "DBInstanceAlreadyExists", "DB instance already exists");
    }
    AwsReply reply = onward.go(call);
    if (!reply.ok()) {
      return reply;
    }
    memory.forget(id);
    memory.note(call, id);
    Progress begun = new Progress();
    Timings timings = switches.timings;
    pass(begun, "creating", timings.creating());
    pass(begun, "backing-up", timings.backingUp());
    Optional.ofNullable(endings.remove(id.name())).ifPresent(begun::endIn);
    progress.put(id, begun);
    Document document = reply.xml();
    secrets.settle(call, onward, document);
    return dressed(call, reply, document);
  }

  private AwsReply describe(AwsCall call, Onward onward) throws IOException {
    Instant now = now();
    if (call.parameter(NAME).isPresent()) {
      Optional<Element> dying = graves.at(id(call), now);
      if (dying.isPresent()) {
        return Answers.list(call, "DBInstances", dying.get());
      }
      AwsReply reply = onward.go(call);
      return reply.ok() ? dressed(call, reply, reply.xml()) : reply;
    }
    InstanceFilter filter = InstanceFilter.of(call);
    AwsReply reply = onward.go(filter.forMoto(call));
    if (!reply.ok()) {
      return reply;
    }
    Document document = reply.xml();
    if (Xml.first(document, "Marker").isEmpty()) {
      Element list = Xml.first(document, "DBInstances").orElseThrow();
      graves.of(call, now).forEach(dying -> Xml.append(list, dying));
    }
    AwsReply all = dressed(call, reply, document);
    filter.apply(document);
    return all.withBody(document);
  }

  private AwsReply modify(AwsCall call, Onward onward) throws IOException {
    refuseUnless(call, Set.of("available", "stopped"));
    Duration time = switches.timings.modifying();
    Map<String, String> was = values(peek(call, onward));
    AwsReply reply = onward.go(call);
    if (!reply.ok()) {
      return reply;
    }
    memory.note(call, id(call));
    Document document = reply.xml();
    secrets.settle(call, onward, document);
    if (!time.isZero()) {
      Progress current = progressOf(id(call));
      Element changed = Xml.first(document, ITEM).orElseThrow();
      note(call, current, was, values(changed));
      if (current.hasChanges() && call.asksFor("ApplyImmediately")) {
        current.work("modifying", now(), time);
      }
    }
    return dressed(call, reply, document);
  }

  private static void note(
      AwsCall call, Progress current, Map<String, String> was, Map<String, String> is) {
    for (String name : PENDING) {
      String before = was.getOrDefault(name, "");
      String after = is.getOrDefault(name, "");
      if (!before.equals(after)) {
        current.change(name, before, after);
      }
    }
    if (call.parameter("MasterUserPassword").isPresent()) {
      current.change("MasterUserPassword", "", "****");
    }
  }

  private AwsReply delete(AwsCall call, Onward onward) throws IOException {
    Id id = id(call);
    if (graves.at(id, now()).isPresent()) {
      throw new Refused(400, STATE, "Instance " + id.name() + " is already being deleted.");
    }
    if (!call.asksFor("SkipFinalSnapshot")) {
      refuseUnless(call, Set.of("available", "stopped", "incompatible-parameters"));
    }
    AwsReply reply = onward.go(call);
    if (!reply.ok()) {
      return reply;
    }
    Document document = reply.xml();
    Element gone = Xml.first(document, ITEM).orElseThrow();
    identify(gone);
    Xml.set(gone, "DBInstanceStatus", "deleting");
    progress.remove(id);
    graves.bury(id, gone, now().plus(switches.timings.deleting()));
    return reply.withBody(document);
  }

  /** Forwards what leads through a state of its own. */
  private AwsReply pass(AwsCall call, Onward onward, String status, Set<String> from)
      throws IOException {
    refuseUnless(call, from);
    AwsReply reply = onward.go(call);
    if (reply.ok()) {
      pass(progressOf(id(call)), status, switches.timings.modifying());
      return dressed(call, reply, reply.xml());
    }
    return reply;
  }

  private AwsReply tags(AwsCall call, Onward onward) throws IOException {
    String arn = call.parameter("ResourceName").orElse("");
    Optional<Element> dying =
        arn.contains(":db:")
            ? graves.at(Id.of(call, arn.substring(arn.lastIndexOf(':') + 1)), now())
            : Optional.empty();
    return dying.isPresent() ? Answers.tags(call, dying.get()) : onward.go(call);
  }

  private void refuseUnless(AwsCall call, Set<String> states) {
    Id id = id(call);
    Optional<String> shown =
        graves.at(id, now()).isPresent()
            ? Optional.of("deleting")
            : Optional.ofNullable(progress.get(id)).flatMap(one -> one.status(now()));
    if (shown.isPresent() && !states.contains(shown.get())) {
      String message = "Database instance is not in available state: " + shown.get();
      throw new Refused(400, STATE, message);
    }
  }

  private AwsReply dressed(AwsCall call, AwsReply reply, Document document) throws IOException {
    for (Element instance : Xml.all(document, ITEM)) {
      if (!Xml.value(instance, "DBInstanceStatus").equals("deleting")) {
        identify(instance);
        Id id = Id.of(call, DatabaseView.name(instance));
        if (switches.repairs(Repair.DATABASE_SETTINGS)) {
          memory.show(instance, id);
        }
        Progress current = progress.get(id);
        if (current != null) {
          current.settle(now());
          DatabaseView.show(instance, current, current.status(now()));
        }
      }
    }
    return reply.withBody(document);
  }

  private void identify(Element instance) {
    if (switches.repairs(Repair.DATABASE_IDS)) {
      DatabaseView.identify(instance);
    }
  }

  private Element peek(AwsCall call, Onward onward) throws IOException {
    AwsReply reply = onward.go(call.alsoAsk("DescribeDBInstances", Map.of(NAME, id(call).name())));
    Document document = reply.xml();
    return Xml.first(document, ITEM).orElseGet(document::getDocumentElement);
  }

  private static Map<String, String> values(Element instance) {
    Map<String, String> values = new HashMap<>();
    for (String name : PENDING) {
      values.put(name, Xml.value(instance, name));
    }
    return values;
  }

  private void pass(Progress one, String status, Duration time) {
    if (!time.isZero()) {
      one.pass(status, now(), time);
    }
  }

  private Progress progressOf(Id id) {
    return progress.computeIfAbsent(id, key -> new Progress());
  }

  /** RDS keeps names in lower case, and takes an ARN for a name. */
  private static Id id(AwsCall call) {
    String name = call.parameter(NAME).orElse("").toLowerCase(Locale.ROOT);
    return Id.of(call, name.substring(name.lastIndexOf(':') + 1));
  }

  private Instant now() {
    return switches.clock.instant();
  }
}
