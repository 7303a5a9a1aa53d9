package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.FinalBackupConfig;
import com.google.api.services.sqladmin.model.Settings;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Recoverable.Copy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What an instance is set to leave behind when it goes. Google heeds its own settings then, which a
 * person may have changed and an older plan may never have named: so they are set right before.
 */
record Retention(Instances instances, DatabaseInstance instance) {

  /** Whether its backups outlive it. */
  boolean isOn() {
    return Boolean.TRUE.equals(settings().getRetainBackupsOnDelete());
  }

  /**
   * Sees to it that its backups outlive it.
   *
   * @param poll when to ask again
   * @return what is waited for until a backup can be made that does; empty once it can
   * @throws ProvisionerException of type USER if nothing can be set
   */
  Optional<Copy> hindrance(Duration poll) throws IOException {
    Optional<String> underWay = new Work(instances.operations(instance.getName())).underWay();
    if (underWay.isPresent()) {
      return Optional.of(new Copy.Working(underWay.get(), poll));
    }
    if (isOn()) {
      return Optional.empty();
    }
    if (InstanceReading.isGivenUp(instance)) {
      throw notRunning(instance);
    }
    switchOn();
    return Optional.of(
        new Copy.Working("the instance is being set to retain its backups (retainBackups)", poll));
  }

  /**
   * There are data, and Google backs up only what runs: a person has to decide. Of type USER, as
   * nothing was begun: so a deletion without a copy need not wait for one.
   */
  static ProvisionerException notRunning(DatabaseInstance instance) {
    return new ProvisionerException(
        new ErrorCode("not-running", ErrorType.USER),
        "Google backs up no instance that does not run, and %s is %s"
            .formatted(
                instance.getName(),
                InstanceReading.isStopped(instance)
                    ? "stopped (activation policy NEVER)"
                    : instance.getState()),
        "start it, or delete it without a copy");
  }

  private void switchOn() throws IOException {
    instances.change(
        instance.getName(),
        new DatabaseInstance().setSettings(new Settings().setRetainBackupsOnDelete(true)));
  }

  /**
   * Orders that nothing outlives it, unless it is set so. Of an instance that Google suspended or
   * gave up nothing can be set: what it leaves is to be deleted once it is gone.
   */
  void switchOff() throws IOException {
    if (!InstanceReading.isGivenUp(instance) && (isOn() || makesLastOne())) {
      instances.change(
          instance.getName(),
          new DatabaseInstance()
              .setSettings(
                  new Settings()
                      .setRetainBackupsOnDelete(false)
                      .setFinalBackupConfig(new FinalBackupConfig().setEnabled(false))));
    }
  }

  private boolean makesLastOne() {
    return Optional.ofNullable(settings().getFinalBackupConfig())
        .filter(config -> Boolean.TRUE.equals(config.getEnabled()))
        .isPresent();
  }

  private Settings settings() {
    return ShownSettings.settings(instance);
  }
}
