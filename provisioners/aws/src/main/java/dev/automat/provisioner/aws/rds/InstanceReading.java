package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.ResourceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** What an instance of ours says, with what has to be asked for besides. */
record InstanceReading(Place place, ResourceRef ref) {

  /**
   * All of it. One more call if it has a parameter group of its own, one if it is being worked on
   * or failed, one if it is being deleted.
   */
  Present of(DBInstance instance) {
    State state = state(instance);
    Map<String, Object> settings = ShownSettings.of(instance);
    if (state != State.DELETING) {
      settings.put(Keys.PARAMETERS, new ParameterGroups(place, ref).parameters(instance));
    }
    return new Present(
        cloudId(instance),
        state,
        message(instance, state),
        settings,
        Tags.of(instance.tagList()),
        outputs(instance),
        parts(instance, state));
  }

  static State state(DBInstance instance) {
    return InstanceStatus.stateOf(status(instance));
  }

  static String status(DBInstance instance) {
    return String.valueOf(instance.dbInstanceStatus());
  }

  /** The id that AWS gives each instance anew, also one of the same name. */
  static Optional<String> cloudId(DBInstance instance) {
    return Optional.ofNullable(instance.dbiResourceId());
  }

  private String message(DBInstance instance, State state) {
    List<String> sentences = new ArrayList<>();
    sentences.add(InstanceStatus.describe(status(instance)));
    Optional.ofNullable(instance.automaticRestartTime())
        .ifPresent(at -> sentences.add("RDS starts it at " + at));
    sentences.add(waiting(instance));
    sentences.add(restart(instance));
    switch (state) {
      case WORKING, FAILED ->
          sentences.addAll(
              new Instances(place)
                  .events(ref.externalName()).stream().map(event -> "RDS says: " + event).toList());
      case AVAILABLE, DELETING -> {}
    }
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

  private static Map<String, Object> outputs(DBInstance instance) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    Optional.ofNullable(instance.endpoint())
        .filter(endpoint -> endpoint.address() != null && endpoint.port() != null)
        .ifPresent(
            endpoint -> {
              outputs.put(Keys.HOST, endpoint.address());
              outputs.put(Keys.PORT, endpoint.port().longValue());
            });
    Optional.ofNullable(instance.dbName()).ifPresent(name -> outputs.put(Keys.DATABASE, name));
    Optional.ofNullable(instance.masterUsername())
        .ifPresent(name -> outputs.put(Keys.USERNAME, name));
    Optional.ofNullable(instance.engineVersion())
        .ifPresent(version -> outputs.put(Keys.ENGINE_VERSION, version));
    Optional.ofNullable(instance.dbInstanceArn()).ifPresent(arn -> outputs.put(Keys.ARN, arn));
    outputs.put(Keys.MASTER_SECRET, ShownSettings.masterSecret(instance).orElse(""));
    return outputs;
  }

  private List<Part> parts(DBInstance instance, State state) {
    List<Part> parts = new ArrayList<>();
    SubnetGroup subnets = new SubnetGroup(place, ref);
    Optional.ofNullable(instance.dbSubnetGroup())
        .filter(group -> subnets.name().equals(group.dbSubnetGroupName()))
        .ifPresent(group -> parts.add(subnets.part()));
    ParameterGroups groups = new ParameterGroups(place, ref);
    groups.own(instance).ifPresent(name -> parts.add(groups.part(name)));
    ShownSettings.masterSecret(instance).ifPresent(arn -> parts.add(secret(arn)));
    if (state == State.DELETING) {
      parts.addAll(new FinalSnapshot(place, ref).parts());
    }
    return parts;
  }

  private Part secret(String arn) {
    return new Part(
        "master-secret",
        arn,
        Optional.of(
            place.consoleLink(
                "secretsmanager/secret?name=%s&region=%s".formatted(arn, place.region()))));
  }
}
