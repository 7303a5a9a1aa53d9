package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.Main;
import dev.automat.config.GivenSetting;
import dev.automat.spi.Desired;
import dev.automat.spi.ResourceRef;
import dev.automat.trial.Await;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sweeps find without a record is shown, by the API and on the command line. */
class LeaksIT {

  @Test
  void aCopyOfAResourceIsShownAndForgottenWhenItIsGone(@TempDir Path home) {
    try (RunningServer server =
        new RunningServer(home, new GivenSetting("engine.interval", "1s", "test"))) {
      String name =
          server
              .ask("PUT", "/v1/teams/payments/queues/original")
              .header("Prefer", "wait=30")
              .json("{\"spec\": {\"environment\": \"dev\"}}")
              .send()
              .at("/status/externalName");
      assertTrue(command(server).contains("no leaks"), command(server));

      Map<String, Desired> standing = server.cloud().standing;
      standing.put("copied-by-hand", renamed(standing.get(name), "copied-by-hand"));
      Ask.Told leaks = awaitLeaks(server, 1);
      assertEquals("copied-by-hand", leaks.at("/items/0/externalName"));
      assertEquals("toy/default", leaks.at("/items/0/account"));
      assertTrue(leaks.at("/items/0/reason").contains(name), leaks.toString());
      assertTrue(command(server).contains("copied-by-hand"), command(server));

      standing.remove("copied-by-hand");
      awaitLeaks(server, 0);
    }
  }

  private static Desired renamed(Desired original, String name) {
    ResourceRef ref = original.ref();
    return new Desired(
        new ResourceRef(ref.type(), ref.uid(), name, ref.scope(), ref.cloudId()),
        original.settings(),
        original.tags(),
        original.credentials(),
        original.idempotencyToken());
  }

  private static Ask.Told awaitLeaks(RunningServer server, int count) {
    Await.until(
        count + " leaks are listed", () -> leaks(server).json().path("items").size() == count);
    return leaks(server);
  }

  private static Ask.Told leaks(RunningServer server) {
    Ask.Told leaks = server.ask("GET", "/v1/leaks").send();
    assertEquals(200, leaks.status(), leaks.toString());
    return leaks;
  }

  private static String command(RunningServer server) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err),
            "leaks",
            "--server",
            server.uri("").toString(),
            "--token-file",
            server.tokenFile().toString());
    assertEquals(0, exitCode, err::toString);
    return out.toString();
  }
}
