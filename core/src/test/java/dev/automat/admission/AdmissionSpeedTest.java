package dev.automat.admission;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Prints what admission costs. It asserts nothing of time: that is for the bench. */
class AdmissionSpeedTest {

  private static final int ROUNDS = 30_000;

  @Test
  void printsTheCostOfAdmissionAndOfLoading() {
    AdmissionRequest request =
        Requests.database(
            """
            {module: postgres, environment: dev, size: small, purpose: integration-test, lifetime: 14d, inputs: {storageGiB: 20}}\
            """);
    long admitted = 0;
    for (int warm = 0; warm < 3; warm++) {
      long begin = System.nanoTime();
      for (int i = 0; i < ROUNDS; i++) {
        admitted += Requests.ADMISSION.admit(request) instanceof Verdict.Admitted ? 1 : 0;
      }
      print("admission", System.nanoTime() - begin, ROUNDS);
    }
    long begin = System.nanoTime();
    Catalog catalog = Catalog.load(Path.of("..", "modules"), FakePlugins.local());
    print("loading the catalogue, warm", System.nanoTime() - begin, 1);
    assertTrue(admitted == 3L * ROUNDS && catalog.rejected().isEmpty());
  }

  private static void print(String what, long nanos, int times) {
    System.out.printf("%s: %,d µs%n", what, Duration.ofNanos(nanos / times).toNanos() / 1000);
  }
}
