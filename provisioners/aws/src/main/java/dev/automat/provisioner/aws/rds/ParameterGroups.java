package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.provisioner.aws.call.Ownership;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroup;

/**
 * The parameter groups of one database. It has one for each family that it had, since a group can
 * not change its family and a major upgrade needs another; all of them go with the database.
 */
record ParameterGroups(Place place, ResourceRef ref) {

  private static final String DEFAULT = "default.";
  private static final String INFIX = "-params-";

  /** The name of the group that the instance has. */
  static Optional<String> attached(DBInstance instance) {
    return instance.dbParameterGroups().stream()
        .map(group -> group.dbParameterGroupName())
        .findFirst();
  }

  /**
   * The family of a group, by its name: RDS's own are {@code default.<family>}, ours end in the
   * family with a hyphen for its dot.
   */
  static Optional<String> familyOf(String group) {
    if (group.startsWith(DEFAULT)) {
      return Optional.of(group.substring(DEFAULT.length()));
    }
    int at = group.lastIndexOf(INFIX);
    return at < 0
        ? Optional.empty()
        : Optional.of(group.substring(at + INFIX.length()).replace('-', '.'));
  }

  boolean isOwn(String group) {
    return group.startsWith(ref.externalName() + INFIX);
  }

  /** The group of its own that the instance has. */
  Optional<String> own(DBInstance instance) {
    return attached(instance).filter(this::isOwn);
  }

  /**
   * The group that the wanted settings need, made and filled; empty if RDS's default is right.
   *
   * @param instance the instance, once there is one
   */
  Optional<String> ensure(
      DatabaseEngine engine,
      Wanted wanted,
      Map<String, String> tags,
      Optional<DBInstance> instance) {
    Optional<String> current = instance.flatMap(this::own);
    Optional<Map<String, String>> parameters = wanted.parameters();
    if (current.isEmpty() && parameters.filter(each -> !each.isEmpty()).isEmpty()) {
      return Optional.empty();
    }
    String family =
        wanted
            .text(Keys.PARAMETER_FAMILY)
            .or(() -> current.flatMap(ParameterGroups::familyOf))
            .orElseGet(() -> engine.familyOf(wanted.engineVersion()));
    String name = ref.externalName() + INFIX + family.replace('.', '-');
    if (current.equals(Optional.of(name)) && parameters.isEmpty()) {
      return current;
    }
    Parameters content = new Parameters(place, name);
    Map<String, String> want =
        parameters.orElseGet(() -> new Parameters(place, current.orElseThrow()).set());
    make(name, family, tags);
    content.become(want);
    return Optional.of(name);
  }

  private void make(String name, String family, Map<String, String> tags) {
    Optional<Map<String, String>> found = tags(name);
    if (found.isEmpty()) {
      try {
        place
            .rds()
            .createDBParameterGroup(
                request ->
                    request
                        .dbParameterGroupName(name)
                        .dbParameterGroupFamily(family)
                        .description("Parameters of database " + ref.externalName())
                        .tags(Tags.of(tags)));
      } catch (AwsServiceException failure) {
        if (!AwsFailures.isTaken(failure)) {
          throw failure;
        }
        found = tags(name);
      }
    }
    found.ifPresent(carried -> Ownership.require("DB parameter group", name, carried, ref));
  }

  /** The tags of the group; empty if there is none, which stand-ins say with an empty list. */
  private Optional<Map<String, String>> tags(String name) {
    try {
      return place
          .rds()
          .describeDBParameterGroups(request -> request.dbParameterGroupName(name))
          .dbParameterGroups()
          .stream()
          .findFirst()
          .map(group -> new Instances(place).tags(arn(name)));
    } catch (AwsServiceException failure) {
      if (AwsFailures.isMissing(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** The parameters of the instance's own group; none if it has RDS's default. */
  Map<String, String> parameters(DBInstance instance) {
    return own(instance).map(name -> new Parameters(place, name).set()).orElse(Map.of());
  }

  /** Deletes all of them; the instance must be gone. */
  void delete() {
    for (String name : all()) {
      tags(name)
          .ifPresent(
              carried -> {
                Ownership.require("DB parameter group", name, carried, ref);
                delete(name);
              });
    }
  }

  private void delete(String name) {
    try {
      place.rds().deleteDBParameterGroup(request -> request.dbParameterGroupName(name));
    } catch (AwsServiceException failure) {
      if (!AwsFailures.isMissing(failure)) {
        throw failure;
      }
    }
  }

  /** By name, so that one that lost its tags is found, too. An account has 150 unless raised. */
  private List<String> all() {
    return place.rds().describeDBParameterGroupsPaginator().dbParameterGroups().stream()
        .map(DBParameterGroup::dbParameterGroupName)
        .filter(this::isOwn)
        .toList();
  }

  String arn(String name) {
    return new Instances(place).arn("pg", name);
  }

  Part part(String name) {
    return new Part(
        "parameter-group",
        name,
        Optional.of(
            place.consoleLink(
                "rds/home?region=%s#parameter-groups-details:parameter-group-name=%s"
                    .formatted(place.region(), name))));
  }
}
