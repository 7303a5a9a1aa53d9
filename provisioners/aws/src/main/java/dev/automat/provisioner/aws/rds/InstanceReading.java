package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.account.SubnetNotice;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.ResourceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Subnet;

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
    List<Part> parts = parts(instance, state);
    return new Present(
        cloudId(instance),
        state,
        StatusMessage.of(instance, parts, subnets(instance, state), events(state)),
        settings,
        Tags.of(instance.tagList()),
        outputs(instance),
        parts);
  }

  private String subnets(DBInstance instance, State state) {
    String own = new SubnetGroup(place, ref).name();
    return Optional.ofNullable(instance.dbSubnetGroup())
        .filter(group -> state == State.AVAILABLE && own.equals(group.dbSubnetGroupName()))
        .map(
            group ->
                SubnetNotice.of(
                    place,
                    own,
                    group.subnets().stream().map(Subnet::subnetIdentifier).toList(),
                    "rds modify-db-subnet-group --db-subnet-group-name " + own + " --subnet-ids"))
        .orElse("");
  }

  private List<String> events(State state) {
    return switch (state) {
      case WORKING, FAILED -> new Instances(place).events(ref.externalName());
      case AVAILABLE, DELETING -> List.of();
    };
  }

  /** What is restored has its data before it has its settings and its password. */
  static State state(DBInstance instance) {
    State state = InstanceStatus.stateOf(status(instance));
    return state == State.AVAILABLE && Restoration.isUnderWay(instance) ? State.WORKING : state;
  }

  static String status(DBInstance instance) {
    return String.valueOf(instance.dbInstanceStatus());
  }

  /** The id that AWS gives each instance anew, also one of the same name. */
  static Optional<String> cloudId(DBInstance instance) {
    return Optional.ofNullable(instance.dbiResourceId());
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
    outputs.put(
        Keys.BINDING_SECRET_PREFIX,
        Optional.ofNullable(instance.dbInstanceArn())
            .filter(arn -> Choices.in(Tags.of(instance.tagList())).bindingSecrets())
            .map(BindingSecrets::arnPrefix)
            .orElse(""));
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
