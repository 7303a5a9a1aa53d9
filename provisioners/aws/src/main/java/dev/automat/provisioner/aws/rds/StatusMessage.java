package dev.automat.provisioner.aws.rds;

import dev.automat.spi.Observation.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** What a person is told of an instance's state: RDS's own words, and what to do. */
final class StatusMessage {

  private StatusMessage() {}

  /**
   * @param parts the children; those that are kept are named
   * @param subnets what is to be said of its subnets, or nothing
   * @param events in RDS's words, the newest first
   * @return empty if there is nothing to say: it is available, and nothing waits
   */
  static String of(DBInstance instance, List<Part> parts, String subnets, List<String> events) {
    List<String> sentences = new ArrayList<>();
    sentences.add(InstanceStatus.describe(InstanceReading.status(instance)));
    Optional.ofNullable(instance.automaticRestartTime())
        .ifPresent(at -> sentences.add("RDS starts it at " + at));
    if (Restoration.isUnderWay(instance)) {
      sentences.add("It is made of a snapshot: settings and password are written after the data");
    }
    if (Restoration.lacksTakeover(instance)) {
      sentences.add(
          "It was made of a snapshot, and Automat could not sign in to shut out the users of"
              + " before: their passwords work until Automat looks at a binding or makes one, for"
              + " which its network must be let in. The next binding takes this notice away");
    }
    sentences.add(waiting(instance));
    sentences.add(restart(instance));
    sentences.add(subnets);
    parts.stream()
        .filter(part -> part.role().equals(FinalSnapshot.ROLE))
        .forEach(part -> sentences.add("Snapshot " + part.cloudId() + " is kept"));
    events.forEach(event -> sentences.add("RDS says: " + event));
    return sentences.stream().filter(each -> !each.isEmpty()).collect(Collectors.joining(". "));
  }

  private static String waiting(DBInstance instance) {
    Map<String, Object> waiting = ShownSettings.waiting(instance);
    if (waiting.isEmpty()) {
      return "";
    }
    String when =
        Choices.in(Tags.of(instance.tagList())).applyImmediately()
            ? "are accepted and being applied"
            : "wait for the maintenance window, " + instance.preferredMaintenanceWindow() + " UTC";
    return "Changes " + when + ": " + waiting;
  }

  /** "pending-reboot" of a parameter group lasts until a person restarts the database. */
  private static String restart(DBInstance instance) {
    return instance.dbParameterGroups().stream()
        .filter(group -> "pending-reboot".equals(group.parameterApplyStatus()))
        .findFirst()
        .map(
            group ->
                "Parameters of %s wait for a restart (pending-reboot): reboot the database when it"
                        .formatted(group.dbParameterGroupName())
                    + " suits")
        .orElse("");
  }
}
