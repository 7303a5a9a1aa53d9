package dev.automat.provisioner.gcp.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Scope;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcpConfigurationTest {

  private static final Map<String, Object> WHOLE =
      Map.of(
          "accounts",
          Map.of(
              "data",
              Map.of(
                  "project",
                  "acme-data",
                  "impersonate",
                  "automat@acme-data.iam.gserviceaccount.com",
                  "callsPerMinute",
                  120L,
                  "regions",
                  Map.of(
                      "europe-west3",
                      Map.of("network", "projects/acme-net/global/networks/shared")))),
          "endpoints",
          Map.of("sqlAdmin", "http://127.0.0.1:8080"));

  @Test
  void readsWhatItsSchemaDescribes() {
    GcpConfiguration configuration = GcpConfiguration.of(WHOLE);
    AccountSettings data = configuration.accounts().get("data");
    assertEquals("acme-data", data.project());
    assertEquals(Optional.of(120), data.callsPerMinute());
    assertEquals(
        Optional.of("projects/acme-net/global/networks/shared"),
        data.regions().get("europe-west3").network());
    assertEquals(
        Optional.of(URI.create("http://127.0.0.1:8080")),
        configuration.endpoint(GcpService.SQL_ADMIN));
    assertEquals(Optional.empty(), configuration.endpoint(GcpService.PUBSUB));
  }

  @ParameterizedTest(
      name = "{0}: a fake is called without credentials, and must be on this machine")
  @ValueSource(
      strings = {"http://10.0.0.1:80", "http://fake.example:80", "http://localhost", "http://"})
  void refusesAFakeThatIsElsewhere(String endpoint) {
    ProvisionerException refusal =
        assertThrows(
            ProvisionerException.class,
            () -> GcpConfiguration.of(Map.of("endpoints", Map.of("redis", endpoint))));
    assertEquals(ErrorType.USER, refusal.code().type());
    assertTrue(
        refusal.getMessage().contains("provisioners.gcp.endpoints.redis"), refusal::toString);
  }

  @Test
  void namesTheKeyOfAnAccountOrRegionThatIsNotConfigured() {
    try (GcpAccounts accounts = new GcpAccounts(GcpConfiguration.of(WHOLE), () -> Instant.EPOCH)) {
      assertTrue(
          refused(accounts, new Scope("other", "europe-west3", "i"))
              .nextStep()
              .contains("provisioners.gcp.accounts.other"));
      ProvisionerException refusal = refused(accounts, new Scope("data", "us-east1", "i"));
      assertTrue(refusal.nextStep().contains("provisioners.gcp.accounts.data.regions.us-east1"));
      assertTrue(refusal.getMessage().contains("[europe-west3]"), refusal::toString);
    }
  }

  private static ProvisionerException refused(GcpAccounts accounts, Scope scope) {
    return assertThrows(ProvisionerException.class, () -> accounts.place(scope));
  }

  @Test
  void tellsWhoCallsTooOftenForHowLongToWait() {
    Instant[] now = {Instant.parse("2026-11-29T10:00:00Z")};
    Ceiling ceiling = new Ceiling("provisioners.gcp.accounts.data.callsPerMinute", 2, () -> now[0]);
    ceiling.call();
    now[0] = now[0].plusSeconds(20);
    ceiling.call();
    ProvisionerException refusal = assertThrows(ProvisionerException.class, ceiling::call);
    assertEquals(ErrorType.THROTTLED, refusal.code().type());
    assertEquals(Optional.of(Duration.ofSeconds(40)), refusal.retryAfter());
    now[0] = now[0].plusSeconds(40);
    ceiling.call();
  }
}
