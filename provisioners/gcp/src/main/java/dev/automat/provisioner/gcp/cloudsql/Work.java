package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.Operation;
import com.google.api.services.sqladmin.model.OperationError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The operations on one instance.
 *
 * @param operations the newest first
 */
record Work(List<Operation> operations) {

  private static final String DONE = "DONE";

  /** Types of operations, such as that of each night's backup, that change nothing of it. */
  private static final Set<String> READING =
      Set.of("BACKUP_VOLUME", "BACKUP", "EXPORT", "DELETE_BACKUP");

  Work {
    operations = List.copyOf(operations);
  }

  /** Those on one instance. */
  static Work on(String instance, List<Operation> all) {
    return new Work(
        all.stream().filter(operation -> instance.equals(operation.getTargetId())).toList());
  }

  /**
   * What Google is doing to it, with the name by which it can be followed; empty if nothing.
   * Meanwhile it takes no other order.
   */
  Optional<String> underWay() {
    return underWay(operation -> true);
  }

  /** That, unless it only reads: the database serves meanwhile as it did before. */
  Optional<String> changing() {
    return underWay(operation -> !READING.contains(String.valueOf(operation.getOperationType())));
  }

  private Optional<String> underWay(Predicate<Operation> which) {
    return operations.stream()
        .filter(operation -> !isDone(operation))
        .filter(which)
        .findFirst()
        .map(
            operation ->
                "%s is under way: operation %s"
                    .formatted(operation.getOperationType(), operation.getName()));
  }

  /** How the newest one failed, in Google's words; empty if it did not. */
  Optional<String> failure() {
    return operations.stream().findFirst().flatMap(Work::failure);
  }

  static boolean isDone(Operation operation) {
    return DONE.equals(operation.getStatus());
  }

  /** How an operation failed; empty if it did not. */
  static Optional<String> failure(Operation operation) {
    return operation.getError() == null
        ? Optional.empty()
        : Optional.of(
            "%s failed: %s (operation %s)"
                .formatted(operation.getOperationType(), words(operation), operation.getName()));
  }

  private static String words(Operation operation) {
    List<OperationError> errors =
        Optional.ofNullable(operation.getError().getErrors()).orElse(List.of());
    return errors.stream()
        .map(error -> error.getMessage() + " [" + error.getCode() + "]")
        .collect(Collectors.joining("; "));
  }
}
