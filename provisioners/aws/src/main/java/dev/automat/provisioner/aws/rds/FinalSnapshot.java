package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.ResourceRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;

/** The snapshot that a deletion leaves, on purpose, until a person deletes it. */
record FinalSnapshot(Place place, ResourceRef ref) {

  static final String ROLE = "final-snapshot";

  /**
   * A name that is free: with a number, if a database of that name was deleted before, as one is
   * that arrived late.
   */
  String freeName() {
    String name = name();
    for (int number = 2; isTaken(name); number++) {
      name = name() + "-" + number;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return !find(request -> request.dbSnapshotIdentifier(name)).isEmpty();
  }

  private String name() {
    return ref.externalName() + "-final";
  }

  /** Those that are there or being made. */
  List<Part> parts() {
    return snapshots().stream()
        .map(DBSnapshot::dbSnapshotIdentifier)
        .filter(name -> name.startsWith(name()))
        .sorted()
        .map(this::part)
        .toList();
  }

  private Part part(String name) {
    return new Part(
        ROLE,
        name,
        Optional.of(
            place.consoleLink(
                "rds/home?region=%s#db-snapshot:id=%s".formatted(place.region(), name))));
  }

  private List<DBSnapshot> snapshots() {
    return find(request -> request.dbInstanceIdentifier(ref.externalName()).snapshotType("manual"));
  }

  private List<DBSnapshot> find(Consumer<DescribeDbSnapshotsRequest.Builder> which) {
    try {
      return place.rds().describeDBSnapshots(which).dbSnapshots();
    } catch (AwsServiceException failure) {
      if (AwsFailures.isMissing(failure)) {
        return List.of();
      }
      throw failure;
    }
  }
}
