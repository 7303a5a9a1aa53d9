package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;

/**
 * The snapshot that a deletion leaves, on purpose: taken before it and deleted in its time, or
 * taken by the deletion itself, until a person deletes it.
 */
record FinalSnapshot(Place place, ResourceRef ref) {

  static final String ROLE = "final-snapshot";

  /**
   * On those that were taken before a deletion. A person's own carry the other tags too, where RDS
   * copies them.
   */
  private static final String TAG = "automat-snapshot";

  /** How old one may be that was taken before a deletion. */
  private static final Duration FRESH = Duration.ofHours(1);

  /**
   * The tags of one that is taken before a deletion: those of the instance, since somebody pays for
   * it on.
   */
  static Map<String, String> tags(ResourceRef ref, Map<String, String> ofInstance) {
    Map<String, String> tags = new LinkedHashMap<>(ofInstance);
    // RDS sets these itself, and takes them from nobody.
    tags.keySet().removeIf(key -> key.startsWith("aws:"));
    tags.putAll(OwnershipTags.of(ref));
    tags.put(TAG, "final");
    return tags;
  }

  /** The newest that is complete and was taken before the deletion. */
  Optional<DBSnapshot> newest() {
    return taken().stream()
        .filter(snapshot -> "available".equals(snapshot.status()))
        .max(Comparator.comparing(FinalSnapshot::when));
  }

  /** Those that were taken before the deletion, or are being taken. */
  List<DBSnapshot> taken() {
    return snapshots().stream()
        .filter(
            snapshot -> {
              Map<String, String> tags = Tags.of(snapshot.tagList());
              return tags.containsKey(TAG) && OwnershipTags.ownerOf(tags, ref) == Owner.OURS;
            })
        .toList();
  }

  /** Whether so little was written since that it does for a deletion now. */
  static boolean isFresh(DBSnapshot snapshot, Instant now) {
    return when(snapshot).plus(FRESH).isAfter(now);
  }

  private static Instant when(DBSnapshot snapshot) {
    return Optional.ofNullable(snapshot.snapshotCreateTime()).orElse(Instant.EPOCH);
  }

  /** The one of that name, whoever's it is. */
  Optional<DBSnapshot> named(String name) {
    return named(place, name);
  }

  static Optional<DBSnapshot> named(Place place, String name) {
    return find(place, request -> request.dbSnapshotIdentifier(name)).stream().findFirst();
  }

  /** Deletes it; gone is fine. */
  static void delete(Place place, String name) {
    try {
      place.rds().deleteDBSnapshot(request -> request.dbSnapshotIdentifier(name));
    } catch (AwsServiceException failure) {
      if (!AwsFailures.isMissing(failure)) {
        throw failure;
      }
    }
  }

  /**
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if it was made of something else
   */
  static void requireOf(DBSnapshot snapshot, ResourceRef ref) {
    if (OwnershipTags.ownerOf(Tags.of(snapshot.tagList()), ref) != Owner.OURS) {
      throw foreign(snapshot);
    }
  }

  static ProvisionerException foreign(DBSnapshot snapshot) {
    return new ProvisionerException(
        ErrorCode.FOREIGN,
        "snapshot %s is not ours: its tags are %s"
            .formatted(snapshot.dbSnapshotIdentifier(), Tags.of(snapshot.tagList())),
        "if it is yours, rename or delete it; Automat does not touch it");
  }

  /**
   * A name that is free: with a number, if a database of that name was deleted before, as one is
   * that arrived late.
   */
  String freeName() {
    String name = name();
    for (int number = 2; isUsed(name); number++) {
      name = name() + "-" + number;
    }
    return name;
  }

  private boolean isUsed(String name) {
    return named(name).isPresent();
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
    return find(
        place, request -> request.dbInstanceIdentifier(ref.externalName()).snapshotType("manual"));
  }

  private static List<DBSnapshot> find(
      Place place, Consumer<DescribeDbSnapshotsRequest.Builder> which) {
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
