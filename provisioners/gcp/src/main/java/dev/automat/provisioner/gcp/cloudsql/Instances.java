package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.InstancesListResponse;
import com.google.api.services.sqladmin.model.Operation;
import com.google.api.services.sqladmin.model.Settings;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.spi.OwnershipTags;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Cloud SQL instances of a place. */
record Instances(Place place) {

  private static final long PAGE = 50;

  /** Google does one thing at a time to an instance, so what is under way is the newest. */
  private static final long NEWEST = 10;

  private static final long NEWEST_OF_PROJECT = 200;

  Optional<DatabaseInstance> find(String name) throws IOException {
    try {
      return Optional.of(place.sql().instances().get(place.project(), name).execute());
    } catch (HttpResponseException failure) {
      if (GcpFailures.isMissingInstance(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** One page of all of the installation, in every region of the project. */
  InstancesListResponse page(String installation, Optional<String> token) throws IOException {
    return place
        .sql()
        .instances()
        .list(place.project())
        .setFilter("settings.userLabels." + OwnershipTags.INSTALLATION + ":" + installation)
        .setMaxResults(PAGE)
        .setPageToken(token.orElse(null))
        .execute();
  }

  /**
   * Orders it, unless another call has just made it.
   *
   * @return false if the name is taken
   */
  boolean create(DatabaseInstance body) throws IOException {
    try {
      place.sql().instances().insert(place.project(), body).execute();
      return true;
    } catch (HttpResponseException failure) {
      if (GcpFailures.isTaken(failure)) {
        return false;
      }
      throw failure;
    }
  }

  void change(String name, DatabaseInstance body) throws IOException {
    place.sql().instances().patch(place.project(), name, body).execute();
  }

  /**
   * Gives it these labels, unless somebody was faster, or Google is at work on it.
   *
   * @param instance as it was looked at
   */
  void relabel(DatabaseInstance instance, Map<String, String> labels) throws IOException {
    Settings settings =
        new Settings()
            .setSettingsVersion(ShownSettings.settings(instance).getSettingsVersion())
            .setUserLabels(labels);
    try {
      change(instance.getName(), new DatabaseInstance().setSettings(settings));
    } catch (HttpResponseException failure) {
      if (!GcpFailures.isBusy(failure)) {
        throw failure;
      }
    }
  }

  /** Sets it going, unless it is gone, or Google is at work on it: then it is asked again. */
  void delete(String name) throws IOException {
    try {
      place.sql().instances().delete(place.project(), name).execute();
    } catch (HttpResponseException failure) {
      if (!GcpFailures.isMissingInstance(failure) && !GcpFailures.isBusy(failure)) {
        throw failure;
      }
    }
  }

  /** The newest operations on an instance, the newest first. */
  List<Operation> operations(String name) throws IOException {
    return items(
        place
            .sql()
            .operations()
            .list(place.project())
            .setInstance(name)
            .setMaxResults(NEWEST)
            .execute()
            .getItems());
  }

  /** The newest operations in the project. */
  List<Operation> operations() throws IOException {
    return items(
        place
            .sql()
            .operations()
            .list(place.project())
            .setMaxResults(NEWEST_OF_PROJECT)
            .execute()
            .getItems());
  }

  private static <T> List<T> items(@Nullable List<T> items) {
    return items == null ? List.of() : items;
  }
}
