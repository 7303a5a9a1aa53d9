package dev.automat.provisioner.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.Tag;

final class StatusMessageTest {

  @Test
  void nothingIsSaidOfADatabaseThatIsAsItShouldBe() {
    assertEquals("", StatusMessage.of(instance("available").build(), List.of(), "", List.of()));
  }

  @Test
  void aParameterThatWaitsForARestartIsNamedWithItsGroup() {
    DBInstance waiting =
        instance("available")
            .dbParameterGroups(
                DBParameterGroupStatus.builder()
                    .dbParameterGroupName("orders-params")
                    .parameterApplyStatus("pending-reboot")
                    .build())
            .build();
    String message = StatusMessage.of(waiting, List.of(), "", List.of());
    assertTrue(message.contains("orders-params wait for a restart (pending-reboot)"), message);
  }

  @Test
  void aChangeThatWaitsSaysForWhen() {
    DBInstance waiting =
        instance("available")
            .preferredMaintenanceWindow("sun:04:00-sun:05:00")
            .tagList(Tag.builder().key("automat-rds").value("applyImmediately=false").build())
            .pendingModifiedValues(
                PendingModifiedValues.builder()
                    .dbInstanceClass("db.m7g.large")
                    .masterUserPassword("****")
                    .build())
            .build();
    String message = StatusMessage.of(waiting, List.of(), "", List.of());
    assertTrue(message.contains("maintenance window, sun:04:00-sun:05:00 UTC"), message);
    assertTrue(message.contains("instanceClass=db.m7g.large"), message);
    assertTrue(!message.contains("****"), message);
  }

  @Test
  void aStoppedDatabaseSaysWhenItStartsAndWhatRdsSays() {
    DBInstance stopped =
        instance("stopped").automaticRestartTime(Instant.parse("2026-11-28T10:00:00Z")).build();
    String message = StatusMessage.of(stopped, List.of(), "", List.of("DB instance stopped"));
    assertTrue(message.startsWith("stopped: "), message);
    assertTrue(message.contains("RDS starts it at 2026-11-28T10:00:00Z"), message);
    assertTrue(message.endsWith("RDS says: DB instance stopped"), message);
  }

  @Test
  void whoOfBeforeMayStillSignInToWhatWasRestoredIsSaidOnceItIsOver() {
    DBInstance.Builder restored = instance("available");
    DBInstance over =
        restored
            .tagList(Tag.builder().key(Restoration.TAG).value("not-taken-over").build())
            .build();
    assertFalse(Restoration.isUnderWay(over));
    String message = StatusMessage.of(over, List.of(), "", List.of());
    assertTrue(message.contains("the users of before: their passwords work"), message);
  }

  private static DBInstance.Builder instance(String status) {
    return DBInstance.builder().dbInstanceIdentifier("orders-x").dbInstanceStatus(status);
  }
}
