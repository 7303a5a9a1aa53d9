package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.Backup;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.Settings;
import com.google.api.services.sqladmin.model.User;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.spi.Desired;
import dev.automat.spi.ProvisionerException;
import dev.automat.sql.DatabaseFailure;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The making of an instance from a backup. Google takes neither a password with it nor another
 * major version ("Restore an instance"): the rest is written once the data are there. A label of
 * the instance says how far it came, so that whatever was cut short is gone on with.
 */
record Restoration(DatabaseEngine engine, Place place, Desired desired) {

  static final String LABEL = "automat-restored";

  /** The data are being put back, and nothing else is. */
  private static final String DATA = "data";

  /** The password is set; what else differs is being written. */
  private static final String SETTINGS = "settings";

  private static final String DONE = "done";

  /** The end, too, but the users that the backup brought along were not shut out. */
  private static final String NOT_TAKEN_OVER = "not-taken-over";

  /** What follows where nobody could sign in to take the old users over, and then that end. */
  private static final Map<String, String> UNREACHED =
      Map.of(SETTINGS, "unreached", "unreached", "unreached-twice");

  static boolean isUnderWay(DatabaseInstance instance) {
    String stage = ShownSettings.labels(instance).getOrDefault(LABEL, DONE);
    return !stage.equals(DONE) && !stage.equals(NOT_TAKEN_OVER);
  }

  private static boolean lacksTakeover(DatabaseInstance instance) {
    return NOT_TAKEN_OVER.equals(ShownSettings.labels(instance).get(LABEL));
  }

  /** What a person has to know of one that came to its end; empty if nothing. */
  static String warning(DatabaseInstance instance) {
    return lacksTakeover(instance)
        ? "it was made of a backup, and Automat could not sign in to shut out the users of before:"
            + " their passwords work until it looks at a binding, makes one, or puts it in"
            + " quarantine, for which its network must be let in"
        : "";
  }

  /**
   * Says of the instance that the users of before are shut out, after all. While Google is at work
   * on it, a later call does.
   */
  static void takenOver(Instances instances, DatabaseInstance instance) throws IOException {
    if (!lacksTakeover(instance)) {
      return;
    }
    Map<String, String> labels = new HashMap<>(ShownSettings.labels(instance));
    labels.put(LABEL, DONE);
    instances.relabel(instance, labels);
  }

  /** Orders the instance, unless another call has just done so. */
  void begin(Backup backup) throws IOException {
    DatabaseInstance settings = new Bodies(engine, place).creation(desired);
    settings.setRootPassword(null).setDatabaseVersion(null);
    settings.getSettings().getUserLabels().put(LABEL, DATA);
    Optional.ofNullable(backup.getInstanceSettings())
        .map(ShownSettings::settings)
        .map(Settings::getDataDiskSizeGb)
        .filter(least -> atLeast(settings.getSettings(), least))
        .ifPresent(settings.getSettings()::setDataDiskSizeGb);
    new ProjectBackups(place).restore(backup, settings);
  }

  /** A disk never shrinks. */
  private static boolean atLeast(Settings settings, long least) {
    return Optional.ofNullable(settings.getDataDiskSizeGb()).orElse(0L) < least;
  }

  /**
   * Goes on as far as it goes now.
   *
   * @param instance available, with nothing under way
   * @param takeOver signs in, and shuts out the users that the backup brought along
   */
  void goOn(DatabaseInstance instance, Runnable takeOver) throws IOException {
    String stage = ShownSettings.labels(instance).getOrDefault(LABEL, "");
    if (stage.equals(DATA)) {
      password();
      change(instance, SETTINGS);
    } else if (!complete(instance, stage)) {
      String again = isReached(takeOver) ? DONE : UNREACHED.getOrDefault(stage, NOT_TAKEN_OVER);
      change(instance, again);
    }
  }

  /** Writes what still differs, as an earlier change may have been overtaken. */
  private boolean complete(DatabaseInstance instance, String stage) throws IOException {
    new Completion(place, instance.getName())
        .ensureDatabase(new Wanted(desired.settings()).databaseName());
    if (new Bodies(engine, place).change(desired, instance).isEmpty()) {
      return false;
    }
    change(instance, stage);
    return true;
  }

  /** The backup holds the old one. */
  private void password() throws IOException {
    new Completion(place, desired.ref().externalName())
        .follow(
            place
                .sql()
                .users()
                .update(
                    place.project(),
                    desired.ref().externalName(),
                    new User().setPassword(Bodies.password(desired)))
                .setName(engine.root())
                .execute());
  }

  private void change(DatabaseInstance instance, String stage) throws IOException {
    DatabaseInstance body =
        new Bodies(engine, place)
            .change(desired, instance)
            .orElseGet(() -> new DatabaseInstance().setSettings(new Settings()));
    Map<String, String> labels = new HashMap<>(ShownSettings.labels(instance));
    Optional.ofNullable(body.getSettings().getUserLabels()).ifPresent(labels::putAll);
    labels.put(LABEL, stage);
    body.getSettings().setUserLabels(labels);
    new Instances(place).change(instance.getName(), body);
  }

  /** Not every installation lets Automat reach its databases; another failure is thrown on. */
  private static boolean isReached(Runnable takeOver) {
    try {
      takeOver.run();
      return true;
    } catch (ProvisionerException failure) {
      if (!failure.code().equals(DatabaseFailure.UNREACHED)) {
        throw failure;
      }
      return false;
    }
  }
}
