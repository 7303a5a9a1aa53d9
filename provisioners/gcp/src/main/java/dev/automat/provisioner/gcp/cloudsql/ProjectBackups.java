package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.sqladmin.model.Backup;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.InstancesRestoreBackupRequest;
import com.google.api.services.sqladmin.model.ListBackupsResponse;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The backups of a project, those of instances that are gone, too. */
record ProjectBackups(Place place) {

  private static final String COMPLETE = "SUCCESSFUL";

  /** All of one instance. */
  List<Backup> of(String instance) throws IOException {
    List<Backup> all = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      ListBackupsResponse page =
          place
              .sql()
              .backups()
              .listBackups(parent())
              .setFilter("instance:" + instance)
              .setPageToken(token.orElse(null))
              .execute();
      // The filter looks for what begins so, in some of Google's services.
      Optional.ofNullable(page.getBackups()).orElse(List.of()).stream()
          .filter(backup -> instance.equals(backup.getInstance()))
          .forEach(all::add);
      token = Optional.ofNullable(page.getNextPageToken()).filter(next -> !next.isEmpty());
    } while (token.isPresent());
    return all;
  }

  /**
   * @param id the last part of its name; another text is none's
   */
  Optional<Backup> find(String id) throws IOException {
    if (!id.matches("[A-Za-z0-9_-]+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(place.sql().backups().getBackup(name(id)).execute());
    } catch (HttpResponseException failure) {
      if (GcpFailures.isMissing(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Sets it going, unless Google is at work on the instance: then it is asked again. */
  void make(String instance, BackupNote note) throws IOException {
    try {
      place
          .sql()
          .backups()
          .createBackup(parent(), new Backup().setInstance(instance).setDescription(note.text()))
          .execute();
    } catch (HttpResponseException failure) {
      if (!GcpFailures.isBusy(failure)) {
        throw failure;
      }
    }
  }

  /** Gone is fine. */
  void delete(Backup backup) throws IOException {
    try {
      place.sql().backups().deleteBackup(backup.getName()).execute();
    } catch (HttpResponseException failure) {
      if (!GcpFailures.isMissing(failure)) {
        throw failure;
      }
    }
  }

  /**
   * Orders a new instance that holds what the backup holds.
   *
   * @param settings replace those that were backed up
   */
  void restore(Backup backup, DatabaseInstance settings) throws IOException {
    try {
      place
          .sql()
          .instances()
          .restoreBackup(
              place.project(),
              settings.getName(),
              new InstancesRestoreBackupRequest()
                  .setBackup(backup.getName())
                  .setRestoreInstanceSettings(settings))
          .execute();
    } catch (HttpResponseException failure) {
      if (!GcpFailures.isTaken(failure)) {
        throw failure;
      }
    }
  }

  static boolean isComplete(Backup backup) {
    return COMPLETE.equals(backup.getState());
  }

  private String name(String id) {
    return parent() + "/backups/" + id;
  }

  private String parent() {
    return "projects/" + place.project();
  }
}
