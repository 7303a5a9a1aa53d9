package dev.automat.provisioner.gcp.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sqladmin.SQLAdmin;
import com.google.api.services.sqladmin.model.BackupRun;
import com.google.api.services.sqladmin.model.CloneContext;
import com.google.api.services.sqladmin.model.Database;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.InstancesCloneRequest;
import com.google.api.services.sqladmin.model.InstancesListResponse;
import com.google.api.services.sqladmin.model.InstancesRestoreBackupRequest;
import com.google.api.services.sqladmin.model.Operation;
import com.google.api.services.sqladmin.model.RestoreBackupContext;
import com.google.api.services.sqladmin.model.Settings;
import com.google.api.services.sqladmin.model.User;
import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.testkit.gcp.FakeCloudSql;
import dev.automat.testkit.gcp.SqlTimings;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.WireFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The fake, driven by Google's own client over the wire. */
class FakeCloudSqlIT {

  private static final String PROJECT = "acme-data";

  private final SkippingClock clock = new SkippingClock();
  private final FakeCloudSql fake = FakeCloudSql.start(clock, 1);
  private final SQLAdmin client =
      new SQLAdmin.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), request -> {})
          .setApplicationName("test")
          .setRootUrl(fake.endpoint().toString())
          .build();

  @AfterEach
  void close() {
    fake.close();
    assertEquals(List.of(), fake.ownFailures());
  }

  private static DatabaseInstance orders() {
    return new DatabaseInstance()
        .setName("orders")
        .setRegion("europe-west3")
        .setDatabaseVersion("POSTGRES_17")
        .setRootPassword("secret")
        .setSettings(
            new Settings()
                .setTier("db-g1-small")
                .setUserLabels(Map.of("team", "shop"))
                .setDeletionProtectionEnabled(true));
  }

  private Operation insert() throws IOException {
    return client.instances().insert(PROJECT, orders()).execute();
  }

  private DatabaseInstance get(String name) throws IOException {
    return client.instances().get(PROJECT, name).execute();
  }

  private String status(Operation operation) throws IOException {
    return client.operations().get(PROJECT, operation.getName()).execute().getStatus();
  }

  private static String refused(int status, Executable call) {
    GoogleJsonResponseException refusal = assertThrows(GoogleJsonResponseException.class, call);
    assertEquals(status, refusal.getStatusCode());
    return refusal.getDetails().getErrors().getFirst().getReason();
  }

  @Test
  void followsAnOperationByItsName() throws IOException {
    fake.pace(SqlTimings.REAL);
    Operation operation = insert();
    assertEquals("PENDING", status(operation));
    assertEquals("PENDING_CREATE", get("orders").getState());
    assertNull(get("orders").getIpAddresses());
    clock.skip(Duration.ofMinutes(4));
    assertEquals("RUNNING", status(operation));
    assertEquals("operationInProgress", refused(409, () -> delete("orders")));
    clock.skip(Duration.ofMinutes(4));
    assertEquals("DONE", status(operation));
    DatabaseInstance made = get("orders");
    assertEquals("RUNNABLE", made.getState());
    assertNull(made.getRootPassword());
    assertEquals(
        List.of(operation.getName()),
        client.operations().list(PROJECT).setInstance("orders").execute().getItems().stream()
            .map(Operation::getName)
            .toList());
  }

  @Test
  void aReadMaySeeWhatWasBefore() throws IOException {
    fake.pace(SqlTimings.REAL);
    // The clock goes on by itself, too, so that all of these are longer than any call.
    fake.become(WireFaults.NONE.stale(1, Duration.ofMinutes(3)));
    insert();
    refused(404, () -> get("orders"));
    assertEquals(List.of(), client.instances().list(PROJECT).execute().getItems());
    clock.skip(Duration.ofMinutes(4));
    assertEquals("PENDING_CREATE", get("orders").getState());
    clock.skip(Duration.ofMinutes(5));
    assertEquals("PENDING_CREATE", get("orders").getState());
    clock.skip(Duration.ofMinutes(4));
    assertEquals("RUNNABLE", get("orders").getState());
  }

  private Operation delete(String name) throws IOException {
    return client.instances().delete(PROJECT, name).execute();
  }

  @Test
  void failsAnOperationWithItsCode() throws IOException {
    fake.endCreation("orders", "ERROR_RDBMS");
    Operation operation = insert();
    Operation ended = client.operations().get(PROJECT, operation.getName()).execute();
    assertEquals("ERROR_RDBMS", ended.getError().getErrors().getFirst().getCode());
    assertEquals("FAILED", get("orders").getState());
  }

  @Test
  void keepsWhatIsProtectedAndTheNameOfWhatIsGone() throws IOException {
    fake.pace(SqlTimings.NONE.keepingNames(Duration.ofDays(7)));
    insert();
    assertEquals("instanceAlreadyExists", refused(409, this::insert));
    refused(400, () -> delete("orders"));
    patch(new Settings().setDeletionProtectionEnabled(false));
    delete("orders");
    assertEquals("instanceDoesNotExist", refused(404, () -> get("orders")));
    assertEquals("instanceAlreadyExists", refused(409, this::insert));
    clock.skip(Duration.ofDays(7));
    insert();
  }

  private void patch(Settings settings) throws IOException {
    client
        .instances()
        .patch(PROJECT, "orders", new DatabaseInstance().setSettings(settings))
        .execute();
  }

  @Test
  void patchesFieldByFieldAndMindsTheVersionOfTheSettings() throws IOException {
    insert();
    long version = get("orders").getSettings().getSettingsVersion();
    patch(new Settings().setSettingsVersion(version).setTier("db-custom-2-7680"));
    Settings now = get("orders").getSettings();
    assertEquals("db-custom-2-7680", now.getTier());
    assertEquals(Map.of("team", "shop"), now.getUserLabels());
    assertEquals(
        "conditionNotMet",
        refused(
            412, () -> patch(new Settings().setSettingsVersion(version).setTier("db-f1-micro"))));
  }

  @Test
  void refusesWhatGoogleWouldRefuse() {
    refused(
        400,
        () -> client.instances().insert(PROJECT, orders().setDatabaseVersion("DB2")).execute());
    refused(
        400,
        () -> client.instances().insert(PROJECT, orders().setSettings(new Settings())).execute());
    refused(400, () -> client.instances().insert(PROJECT, orders().set("colour", "red")).execute());
    refused(404, () -> get("nothing"));
  }

  @Test
  void hasUsersDatabasesBackupsAndClones() throws IOException {
    insert();
    client.databases().insert(PROJECT, "orders", new Database().setName("app")).execute();
    assertEquals("app", client.databases().get(PROJECT, "orders", "app").execute().getName());
    client.users().insert(PROJECT, "orders", new User().setName("shop").setPassword("x")).execute();
    client.backupRuns().insert(PROJECT, "orders", new BackupRun()).execute();
    BackupRun run = client.backupRuns().list(PROJECT, "orders").execute().getItems().getFirst();
    assertEquals("SUCCESSFUL", run.getStatus());
    client
        .instances()
        .clone(
            PROJECT,
            "orders",
            new InstancesCloneRequest()
                .setCloneContext(new CloneContext().setDestinationInstanceName("copy")))
        .execute();
    assertTrue(
        client.users().list(PROJECT, "copy").execute().getItems().stream()
            .anyMatch(user -> user.getName().equals("shop") && user.getPassword() == null));
    client
        .instances()
        .restoreBackup(
            PROJECT,
            "copy",
            new InstancesRestoreBackupRequest()
                .setRestoreBackupContext(
                    new RestoreBackupContext().setBackupRunId(run.getId()).setInstanceId("orders")))
        .execute();
    client.users().delete(PROJECT, "orders").setName("shop").execute();
    assertEquals(1, client.users().list(PROJECT, "orders").execute().getItems().size());
  }

  @Test
  void listsByLabelInPages() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      client.instances().insert(PROJECT, orders().setName(name)).execute();
    }
    SQLAdmin.Instances.List list =
        client
            .instances()
            .list(PROJECT)
            .setFilter("settings.userLabels.team:shop")
            .setMaxResults(2L);
    InstancesListResponse first = list.execute();
    assertEquals(2, first.getItems().size());
    assertEquals(
        "c", list.setPageToken(first.getNextPageToken()).execute().getItems().getFirst().getName());
    assertEquals(
        0,
        client
            .instances()
            .list(PROJECT)
            .setFilter("settings.userLabels.team:other")
            .execute()
            .getItems()
            .size());
  }

  @Test
  void hasItsEffectBeforeItDropsTheConnection() throws IOException {
    fake.order(Fault.DROPPED_AFTER, 1, call -> call.is("instances.insert"));
    assertThrows(IOException.class, this::insert);
    assertEquals("RUNNABLE", get("orders").getState());
    fake.order(Fault.FAILS_AFTER, 1, call -> call.is("instances.patch"));
    assertEquals("backendError", refused(503, () -> patch(new Settings().setTier("db-f1-micro"))));
    assertEquals("db-f1-micro", get("orders").getSettings().getTier());
    fake.order(Fault.THROTTLED, 1, call -> call.is("instances.get"));
    assertEquals("rateLimitExceeded", refused(429, () -> get("orders")));
  }
}
