package dev.automat.provisioner.gcp.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Scope;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GcpAccountsTest {

  private static final Scope HERE = new Scope("data", "europe-west3", "installation");

  private final GcpAccounts accounts =
      new GcpAccounts(
          GcpConfiguration.of(
              Map.of(
                  "accounts",
                  Map.of(
                      "data",
                      Map.of(
                          "project",
                          "acme-data",
                          "regions",
                          Map.of(
                              "europe-west3",
                              Map.of("network", "projects/acme-net/global/networks/shared")))),
                  "endpoints",
                  Map.of("pubsub", "http://127.0.0.1:9", "redis", "http://127.0.0.1:9"))),
          InstantSource.system());

  @Test
  void whatIsClosedIsNotReachedAndBeginsNothing() {
    Place before = accounts.place(HERE);
    before.link(GcpService.PUBSUB, "127.0.0.1:9");
    accounts.close();
    refused(() -> accounts.place(HERE));
    refused(() -> before.link(GcpService.PUBSUB, "127.0.0.1:9"));
    refused(() -> before.link(GcpService.REDIS, "127.0.0.1:9"));
    accounts.close();
  }

  private static void refused(Runnable use) {
    assertEquals(ErrorCode.UNREACHABLE, assertThrows(ProvisionerException.class, use::run).code());
  }
}
