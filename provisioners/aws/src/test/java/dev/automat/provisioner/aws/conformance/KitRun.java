package dev.automat.provisioner.aws.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of the kit's checks, which counts them and says what failed as it goes. */
final class KitRun implements TestExecutionListener {

  private final PrintStream out;
  private int passed;
  private int failed;
  private int skipped;

  private KitRun(PrintStream out) {
    this.out = out;
  }

  /**
   * @param classes test classes, by name
   */
  static KitRun of(List<String> classes, PrintStream out) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(classes.stream().map(name -> selectClass(name)).toList())
            .build();
    KitRun run = new KitRun(out);
    LauncherFactory.create().execute(request, run);
    return run;
  }

  @Override
  public void executionSkipped(TestIdentifier what, String reason) {
    skipped++;
    out.printf("  left out: %s: %s%n", what.getLegacyReportingName(), reason);
  }

  @Override
  public void executionFinished(TestIdentifier what, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> passed += what.isTest() ? 1 : 0;
      case ABORTED -> {
        skipped++;
        out.printf("  left out: %s: %s%n", what.getLegacyReportingName(), why(result));
      }
      case FAILED -> {
        failed++;
        out.printf("  FAILED: %s: %s%n", what.getLegacyReportingName(), why(result));
      }
    }
  }

  private static String why(TestExecutionResult result) {
    return result.getThrowable().map(Throwable::toString).orElse("no reason given");
  }

  /** Whether anything was checked at all. */
  boolean hasRun() {
    return passed + failed > 0;
  }

  int passed() {
    return passed;
  }

  int failed() {
    return failed;
  }

  int skipped() {
    return skipped;
  }
}
