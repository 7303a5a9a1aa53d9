package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.SourceType;

/** The DB instances of a place. */
record Instances(Place place) {

  /** The most that DescribeDBInstances gives at a time. */
  private static final int PAGE = 100;

  private static final int EVENTS = 3;
  private static final int EVENT_MINUTES = 24 * 60;

  Optional<DBInstance> find(String name) {
    try {
      return place
          .rds()
          .describeDBInstances(request -> request.dbInstanceIdentifier(name))
          .dbInstances()
          .stream()
          .findFirst();
    } catch (AwsServiceException failure) {
      if (AwsFailures.isMissing(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  DescribeDbInstancesResponse page(DatabaseEngine engine, Optional<String> marker) {
    return place
        .rds()
        .describeDBInstances(
            request ->
                request
                    .filters(Filter.builder().name("engine").values(engine.id()).build())
                    .maxRecords(PAGE)
                    .marker(marker.orElse(null)));
  }

  /** Makes it, unless another call has just made it. */
  void create(CreateDbInstanceRequest creation) {
    try {
      place.rds().createDBInstance(creation);
    } catch (AwsServiceException failure) {
      if (!AwsFailures.isTaken(failure)) {
        throw failure;
      }
    }
  }

  void tag(String arn, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      place.rds().addTagsToResource(request -> request.resourceName(arn).tags(Tags.of(tags)));
    }
  }

  /**
   * The newest events of the last day, in RDS's words; of one instant, by their text, so that the
   * same events read the same at every look. Where the account does not allow to read them, that is
   * what it says.
   */
  List<String> events(String name) {
    try {
      return AwsFailures.translating(
          "reading events of " + name,
          () ->
              place
                  .rds()
                  .describeEvents(
                      request ->
                          request
                              .sourceType(SourceType.DB_INSTANCE)
                              .sourceIdentifier(name)
                              .duration(EVENT_MINUTES))
                  .events()
                  .stream()
                  .sorted(
                      Comparator.comparing(Instances::when)
                          .reversed()
                          .thenComparing(event -> String.valueOf(event.message())))
                  .limit(EVENTS)
                  .map(event -> String.valueOf(event.message()))
                  .toList());
    } catch (ProvisionerException failure) {
      if (failure.code().type() == ErrorType.USER) {
        return List.of("its events can not be read: " + failure.getMessage());
      }
      throw failure;
    }
  }

  private static Instant when(Event event) {
    return event.date() == null ? Instant.EPOCH : event.date();
  }

  /** The ARN of something of RDS, such as {@code subgrp}, in the place. */
  String arn(String kind, String name) {
    return "arn:%s:rds:%s:%s:%s:%s"
        .formatted(place.partition(), place.region(), place.accountId(), kind, name);
  }

  /** All tags of something that is there. */
  Map<String, String> tags(String arn) {
    return Tags.of(place.rds().listTagsForResource(request -> request.resourceName(arn)).tagList());
  }
}
