package dev.automat.provisioner.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Observation.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InstanceStatusTest {

  @ParameterizedTest
  @CsvSource({
    "available, AVAILABLE",
    "backing-up, AVAILABLE",
    "storage-optimization, AVAILABLE",
    "storage-initialization, AVAILABLE",
    "creating, WORKING",
    "modifying, WORKING",
    "upgrading, WORKING",
    "maintenance, WORKING",
    "rebooting, WORKING",
    "renaming, WORKING",
    "starting, WORKING",
    "stopping, WORKING",
    "resetting-master-credentials, WORKING",
    "configuring-enhanced-monitoring, WORKING",
    "configuring-iam-database-auth, WORKING",
    "configuring-log-exports, WORKING",
    "converting-to-vpc, WORKING",
    "moving-to-vpc, WORKING",
    "storage-config-upgrade, WORKING",
    "delete-precheck, DELETING",
    "deleting, DELETING",
    "stopped, FAILED",
    "storage-full, FAILED",
    "failed, FAILED",
    "incompatible-create, FAILED",
    "incompatible-network, FAILED",
    "incompatible-option-group, FAILED",
    "incompatible-parameters, FAILED",
    "incompatible-restore, FAILED",
    "inaccessible-encryption-credentials, FAILED",
    "inaccessible-encryption-credentials-recoverable, FAILED",
    "insufficient-capacity, FAILED",
    "restore-error, FAILED",
    "a-status-of-next-year, WORKING"
  })
  void meansToTheEngine(String status, State state) {
    assertEquals(state, InstanceStatus.stateOf(status));
  }

  @ParameterizedTest
  @EnumSource(InstanceStatus.class)
  void saysWhatItMeansInRdssOwnWordFirst(InstanceStatus status) {
    String words = InstanceStatus.describe(status.id());
    assertTrue(
        status == InstanceStatus.AVAILABLE
            ? words.isEmpty()
            : words.startsWith(status.id() + ": ") && words.length() > status.id().length() + 10,
        words);
  }

  @Test
  void aStoppedDatabaseStartsAgain() {
    assertTrue(InstanceStatus.describe("stopped").contains("after seven days"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"creating", "failed", "incompatible-restore", "incompatible-network"})
  void rdsMakesNoFinalSnapshotOf(String status) {
    assertFalse(InstanceStatus.allowsFinalSnapshot(status));
    assertTrue(InstanceStatus.allowsFinalSnapshot("storage-full"));
  }
}
