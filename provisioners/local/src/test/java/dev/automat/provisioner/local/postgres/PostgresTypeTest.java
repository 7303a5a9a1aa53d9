package dev.automat.provisioner.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.local.Wanted;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresTypeTest {

  private final PostgresType type =
      new PostgresType(ConfiguredServer.of("postgresql://db.example/postgres", "admin", "x"));

  @Test
  void theUriQuotesWhatAUriCanNotHold() {
    Map<String, String> connection =
        type.connection(
            Map.of("host", "::1", "port", 5433L, "database", "orders-x"),
            Optional.of(new Credentials("orders-x", "a b+c@d/e%f:g")));
    assertEquals(
        "postgresql://orders-x:a%20b%2Bc%40d%2Fe%25f%3Ag@[::1]:5433/orders-x",
        connection.get("uri"));
    assertEquals("a b+c@d/e%f:g", connection.get("password"));
  }

  @Test
  void outputsAloneAreShownWhereThereAreNoCredentials() {
    assertEquals(
        Map.of("host", "h", "port", "1", "database", "d"),
        type.connection(Map.of("host", "h", "port", 1L, "database", "d"), Optional.empty()));
  }

  @Test
  void aUserNameThatIsNotTheExternalNameIsRefused() {
    ResourceRef ref = Wanted.ref("local/postgres", "orders", "i");
    Desired wanted =
        new Desired(
            ref,
            Map.of(),
            Map.of(),
            Optional.of(new Credentials("somebody", Wanted.PASSWORD)),
            "token");
    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> type.create(wanted));
    assertEquals(ErrorCode.INVALID_SETTINGS, refused.code());
    assertTrue(!refused.toString().contains(Wanted.PASSWORD));
  }

  @Test
  void readsHostAndPortFromTheUrl() {
    assertEquals(
        "db.example:5432",
        ConfiguredServer.of("postgresql://db.example/postgres", "a", "b").endpoint().toString());
    Endpoint endpoint =
        ConfiguredServer.of("jdbc:postgresql://db:5500/admin?ssl=true", "a", "b").endpoint();
    assertEquals(5500, endpoint.port());
    assertEquals("admin", endpoint.database());
  }

  @Test
  void anUnreadableUrlIsNotRepeated() {
    for (String url : new String[] {"mysql://u:canary@db/x", "postgresql://a:1,b:2/canary"}) {
      ProvisionerException refused =
          assertThrows(ProvisionerException.class, () -> ConfiguredServer.of(url, "a", "b"));
      assertTrue(!refused.toString().contains("canary"));
      assertTrue(refused.toString().contains("postgres.url"));
    }
  }
}
