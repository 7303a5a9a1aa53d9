package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.sqladmin.model.Database;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.Operation;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * What is made after the instance: the database for applications. Google makes it only in an
 * instance that runs, minutes after the order, and nobody is asked then. So an instance is ordered
 * without one of the labels that it is to have; the engine sees that the label is missing, asks for
 * an update, and the update makes the database before it puts the label on. That works from
 * whichever process, and after whatever crash.
 */
record Completion(Place place, String instance) {

  /** Google makes a database in a second or two; the call of the SPI has a minute. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final int NOT_FOUND = 404;
  private static final Duration STEP = Duration.ofMillis(200);

  private static final Set<String> IDENTITY =
      Set.of(OwnershipTags.UID, OwnershipTags.INSTALLATION, OwnershipTags.EXPIRES_ON);

  /** Every plan of Automat's has it, whatever else changes: else a first one might vanish. */
  private static final String TEAM = "team";

  /**
   * The label that goes on last, of those that are wanted: never one that says whose it is. Empty
   * if there is no other.
   */
  static Optional<String> label(Map<String, String> tags) {
    return tags.containsKey(TEAM)
        ? Optional.of(TEAM)
        : new TreeSet<>(tags.keySet()).stream().filter(key -> !IDENTITY.contains(key)).findFirst();
  }

  /**
   * Whether all was made once, as far as the instance itself tells: by the label that every plan
   * has.
   */
  static boolean isComplete(DatabaseInstance instance) {
    return ShownSettings.labels(instance).containsKey(TEAM);
  }

  /**
   * Makes the database unless it is there, and waits until it is.
   *
   * @throws ProvisionerException with type EXTERNAL if Google takes longer than usual: it is tried
   *     again
   */
  void ensureDatabase(String name) throws IOException {
    if (!has(name)) {
      Optional<Operation> operation = order(name);
      if (operation.isPresent()) {
        follow(operation.get());
      }
    }
  }

  private boolean has(String name) throws IOException {
    try {
      place.sql().databases().get(place.project(), instance, name).execute();
      return true;
    } catch (HttpResponseException failure) {
      // Whatever is missing: if it is more than the database, the order says so.
      if (failure.getStatusCode() == NOT_FOUND) {
        return false;
      }
      throw failure;
    }
  }

  /** Empty if another call has just made it. */
  private Optional<Operation> order(String name) throws IOException {
    try {
      return Optional.of(
          place
              .sql()
              .databases()
              .insert(place.project(), instance, new Database().setName(name))
              .execute());
    } catch (HttpResponseException failure) {
      if (GcpFailures.isTaken(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Waits until what is quick is done. */
  void follow(Operation begun) throws IOException {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    Operation now = begun;
    while (!Work.isDone(now)) {
      if (System.nanoTime() > limit || Thread.currentThread().isInterrupted()) {
        throw new ProvisionerException(
            ErrorCode.ofOneResource("busy"),
            "Google is not done yet: operation " + now.getName(),
            "nothing: it is looked at again");
      }
      LockSupport.parkNanos(STEP.toNanos());
      now = place.sql().operations().get(place.project(), begun.getName()).execute();
    }
    Optional<String> failure = Work.failure(now);
    if (failure.isPresent()) {
      throw new ProvisionerException(
          ErrorCode.ofOneResource("operation-failed"),
          failure.get(),
          "look at the operation in the console; it is tried again");
    }
  }
}
