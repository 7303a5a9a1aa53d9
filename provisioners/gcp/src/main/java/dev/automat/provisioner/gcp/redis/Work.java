package dev.automat.provisioner.gcp.redis;

import com.google.cloud.redis.v1.OperationMetadata;
import com.google.longrunning.Operation;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The operations on one instance.
 *
 * @param operations the newest first
 */
record Work(List<Operation> operations) {

  private static final Comparator<Operation> NEWEST =
      Comparator.<Operation, Instant>comparing(Work::begun).reversed();

  Work {
    operations = List.copyOf(operations);
  }

  /** Those on the instance of that full name. */
  static Work on(String instance, List<Operation> all) {
    return new Work(
        all.stream()
            .filter(operation -> metadata(operation).getTarget().equals(instance))
            .sorted(NEWEST)
            .toList());
  }

  /**
   * What Google is doing to it, with the name by which it can be followed; empty if nothing.
   * Meanwhile it takes no other order.
   */
  Optional<String> underWay() {
    return operations.stream()
        .filter(operation -> !operation.getDone())
        .findFirst()
        .map(
            operation ->
                "%s is under way: operation %s"
                    .formatted(metadata(operation).getVerb(), shortName(operation.getName())));
  }

  /** How the newest one failed, in Google's words; empty if it did not. */
  Optional<String> failure() {
    return operations.stream()
        .findFirst()
        .filter(operation -> operation.getDone() && operation.hasError())
        .map(
            operation ->
                "%s failed: %s (operation %s)"
                    .formatted(
                        metadata(operation).getVerb(),
                        operation.getError().getMessage(),
                        shortName(operation.getName())));
  }

  /**
   * The newest one, if it was to make the instance and failed. Google leaves nothing of it then but
   * this.
   */
  Optional<FailedCreation> failedCreation() {
    return operations.stream()
        .findFirst()
        .filter(operation -> operation.getDone() && operation.hasError())
        .filter(operation -> metadata(operation).getVerb().equals("create"))
        .map(FailedCreation::of);
  }

  /**
   * A creation that Google gave up.
   *
   * @param operation its full name
   * @param reason by Google's names of codes
   */
  record FailedCreation(String operation, String reason, String words) {

    private static FailedCreation of(Operation operation) {
      Code code = Code.forNumber(operation.getError().getCode());
      return new FailedCreation(
          operation.getName(),
          (code == null ? Code.UNKNOWN : code).name(),
          operation.getError().getMessage());
    }
  }

  static String shortName(String operation) {
    return operation.substring(operation.lastIndexOf('/') + 1);
  }

  private static Instant begun(Operation operation) {
    Timestamp time = metadata(operation).getCreateTime();
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** One that can not be read is no work on anything that we know. */
  private static OperationMetadata metadata(Operation operation) {
    try {
      return operation.getMetadata().is(OperationMetadata.class)
          ? operation.getMetadata().unpack(OperationMetadata.class)
          : OperationMetadata.getDefaultInstance();
    } catch (InvalidProtocolBufferException e) {
      return OperationMetadata.getDefaultInstance();
    }
  }
}
