package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.provisioner.aws.call.Ownership;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The subnet group of one database, which stands from before its instance is made until after it is
 * gone.
 */
record SubnetGroup(Place place, ResourceRef ref) {

  /** On a group whose instance is being deleted: what is left is to be deleted, too. */
  private static final String LEAVING = "automat-leaving";

  String name() {
    return ref.externalName() + "-subnets";
  }

  /** Makes it, if it is not there. */
  void ensure(Map<String, String> tags) {
    Optional<Map<String, String>> found = tags();
    if (found.isEmpty() && !created(tags)) {
      found = tags();
    }
    found.ifPresent(
        carried -> {
          Ownership.require("DB subnet group", name(), carried, ref);
          if (carried.containsKey(LEAVING)) {
            place
                .rds()
                .removeTagsFromResource(request -> request.resourceName(arn()).tagKeys(LEAVING));
          }
          new Instances(place).tag(arn(), Tags.missing(tags, carried));
        });
  }

  private boolean created(Map<String, String> tags) {
    try {
      place
          .rds()
          .createDBSubnetGroup(
              request ->
                  request
                      .dbSubnetGroupName(name())
                      .dbSubnetGroupDescription("Subnets of database " + ref.externalName())
                      .subnetIds(subnets())
                      .tags(Tags.of(tags)));
      return true;
    } catch (AwsServiceException failure) {
      if (AwsFailures.isTaken(failure)) {
        return false;
      }
      throw failure;
    }
  }

  private List<String> subnets() {
    List<String> subnets = place.settings().subnetIds();
    if (subnets.isEmpty()) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "no subnets are configured for databases in %s of account %s"
              .formatted(place.region(), ref.scope().account()),
          "set %s.subnetIds in the platform configuration to private subnets in two zones"
              .formatted(CreationRequest.configurationKey(ref)));
    }
    return subnets;
  }

  /** The tags of the group; empty if there is none. */
  private Optional<Map<String, String>> tags() {
    try {
      place.rds().describeDBSubnetGroups(request -> request.dbSubnetGroupName(name()));
      return Optional.of(new Instances(place).tags(arn()));
    } catch (AwsServiceException failure) {
      if (AwsFailures.isMissing(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Writes the tags, if the group is there. */
  void retag(Map<String, String> tags) {
    try {
      new Instances(place).tag(arn(), tags);
    } catch (AwsServiceException failure) {
      if (!AwsFailures.isMissing(failure)) {
        throw failure;
      }
    }
  }

  /** Says that the instance is going, so that what is left without it is known to go, too. */
  void leave() {
    tags()
        .filter(carried -> Ownership.foreign("DB subnet group", name(), carried, ref).isEmpty())
        .filter(carried -> !carried.containsKey(LEAVING))
        .ifPresent(carried -> new Instances(place).tag(arn(), Map.of(LEAVING, "true")));
  }

  /** The tags of a group of ours that an instance has left behind; empty if there is none. */
  Optional<Map<String, String>> leaving() {
    return tags()
        .filter(carried -> carried.containsKey(LEAVING))
        .filter(carried -> Ownership.foreign("DB subnet group", name(), carried, ref).isEmpty());
  }

  /** Deletes it, if it is there and ours. */
  void delete() {
    Optional<Map<String, String>> carried = tags();
    if (carried.isPresent()) {
      Ownership.require("DB subnet group", name(), carried.get(), ref);
      try {
        place.rds().deleteDBSubnetGroup(request -> request.dbSubnetGroupName(name()));
      } catch (AwsServiceException failure) {
        if (!AwsFailures.isMissing(failure)) {
          throw failure;
        }
      }
    }
  }

  String arn() {
    return new Instances(place).arn("subgrp", name());
  }

  Part part() {
    return new Part(
        "subnet-group",
        name(),
        Optional.of(
            place.consoleLink(
                "rds/home?region=%s#db-subnet-group:id=%s".formatted(place.region(), name()))));
  }
}
