package dev.automat.engine;

import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.engine.Connections.NotConnectableException;
import dev.automat.resource.Resource;
import dev.automat.spi.Credentials;
import dev.automat.testkit.Faults;
import dev.automat.testkit.Trouble;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredConnectionsTest {

  private final Workbench bench = new Workbench();
  private final Connections connections =
      new StoredConnections(
          bench.tools.plugins(), bench.tools.calls(), bench.store, Workbench.SECRETS);

  private String refusal(Resource resource) {
    return String.valueOf(
        assertThrows(NotConnectableException.class, () -> connections.connect(resource))
            .getMessage());
  }

  @Test
  void connectsWithTheOutputsAndTheCredentials() {
    Map<String, String> connection = connections.connect(bench.made(Sample.resource()));
    assertEquals("5432", connection.get("port"));
    assertTrue(
        bench.cloud.signsIn(
            UID, new Credentials(connection.get("username"), connection.get("password"))));
  }

  @Test
  void needsNoCredentialsWhereTheTypeHasNone() {
    Map<String, String> connection = connections.connect(bench.made(Sample.queue()));
    assertEquals(java.util.Set.of("url"), connection.keySet());
  }

  @Test
  void connectsWhileTheCloudIsUnreachable() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().trouble(Trouble.UNREACHABLE, "main", true);
    bench.look(UID);
    assertEquals("5432", connections.connect(bench.byUid(UID)).get("port"));
  }

  @Test
  void saysToWaitForWhatIsNotReady() {
    bench.cloud.become(Faults.NONE.working(10));
    bench.accept(Sample.resource());
    bench.turn();
    String message = refusal(bench.byUid(UID));
    assertTrue(message.contains("Provisioning"), message);
    assertTrue(message.contains("wait until its phase is Ready"), message);
  }

  @Test
  void refusesWhatIsBeingDeletedAndWhatWas() {
    bench.made(Sample.resource());
    assertTrue(refusal(bench.delete(UID)).contains("being deleted"));
    bench.settle(Duration.ofMinutes(5));
    assertTrue(refusal(bench.byUid(UID)).contains("being deleted, or was"));
  }

  @Test
  void saysWhichPluginIsMissing() {
    Resource orphan = Sample.resource().of("absent/thing").work(Fixtures.ready()).build();
    assertEquals("the plugin absent is not installed", refusal(orphan));
  }
}
