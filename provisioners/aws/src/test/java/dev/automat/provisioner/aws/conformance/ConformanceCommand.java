package dev.automat.provisioner.aws.conformance;

import dev.automat.provisioner.aws.CallLog;
import dev.automat.provisioner.aws.conformance.Results.Result;
import dev.automat.spi.ProvisionerException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code ./automat conformance}. */
public final class ConformanceCommand {

  private static final int FINE = 0;
  private static final int BROKEN = 1;
  private static final int REFUSED = 2;

  /** The tagging API shows what is gone for a minute or so. */
  private static final int LEAK_LOOKS = 18;

  private static final long BETWEEN_LOOKS = TimeUnit.SECONDS.toNanos(10);

  private final Clock clock;
  private final PrintStream out;
  private final Matrix matrix;

  ConformanceCommand(Clock clock, PrintStream out, Matrix matrix) {
    this.clock = clock;
    this.out = out;
    this.matrix = matrix;
  }

  /** Ends with 0 if all that ran passed and left nothing, 1 if not, 2 if nothing was run. */
  public static void main(String[] words) {
    Matrix matrix = new Matrix(Path.of(System.getProperty("automat.home"), "provisioners"));
    int end = new ConformanceCommand(Clock.systemUTC(), System.out, matrix).run(List.of(words));
    System.exit(end);
  }

  int run(List<String> words) {
    try {
      Arguments arguments = Arguments.of(words);
      List<String> types = arguments.types();
      return switch (arguments.target()) {
        case MOTO, LOCALSTACK ->
            ended(
                check(
                    arguments.target(), types, arguments.target().title(), arguments.isRecorded()));
        case REAL -> real(arguments, types);
      };
    } catch (Refused refused) {
      out.println(refused.getMessage());
      return REFUSED;
    }
  }

  private int real(Arguments arguments, List<String> types) {
    String installation = "conformance-" + Long.toString(clock.millis(), 36);
    Sandbox sandbox = Sandbox.of(arguments, installation);
    CostEstimate estimate = CostEstimate.of(types);
    out.print(estimate.text());
    if (estimate.total().compareTo(arguments.maxCost()) > 0) {
      throw new Refused("That is more than --max-cost allows: nothing was made.");
    }
    if (sandbox.isRehearsal()) {
      out.println("The configuration has an endpoint: this is a rehearsal, and is not recorded.");
    }
    out.printf("Everything will carry the tag automat-installation=%s.%n", installation);
    sandbox.makeCurrent();
    boolean passed =
        check(
            Target.REAL,
            types,
            sandbox.isRehearsal() ? "what stands in for AWS" : Target.REAL.title(),
            arguments.isRecorded() && !sandbox.isRehearsal());
    return ended(nothingLeft(sandbox) && passed);
  }

  private static int ended(boolean well) {
    return well ? FINE : BROKEN;
  }

  private boolean check(Target target, List<String> types, String where, boolean record) {
    boolean well = true;
    for (String type : types) {
      out.printf("%s against %s ...%n", type, where);
      KitRun run = KitRun.of(target.suites(type), out);
      out.printf(
          "%s: %d passed, %d failed, %d left out%n",
          type, run.passed(), run.failed(), run.skipped());
      well &= run.hasRun() && run.failed() == 0;
      if (record && run.hasRun()) {
        record(type, target, run);
      }
    }
    CallLog.byOperation().forEach((operation, count) -> out.printf("  %6d %s%n", count, operation));
    return well;
  }

  private void record(String type, Target target, KitRun run) {
    Result result =
        new Result(
            type,
            target.id(),
            LocalDate.now(clock).toString(),
            run.passed(),
            run.failed(),
            run.skipped());
    Results.read(matrix.results()).with(result).write(matrix.results());
    matrix.write();
  }

  /** Waits until the tagging API shows nothing of this run any more, three minutes at most. */
  private boolean nothingLeft(Sandbox sandbox) {
    try {
      List<String> leaks = sandbox.leaks();
      for (int look = 1; !leaks.isEmpty() && look < LEAK_LOOKS; look++) {
        LockSupport.parkNanos(BETWEEN_LOOKS);
        leaks = sandbox.leaks();
      }
      if (leaks.isEmpty()) {
        out.println("Nothing is left of this run in the account.");
        return true;
      }
      out.println("LEFT IN THE ACCOUNT, and paid for until you delete it:");
      leaks.forEach(arn -> out.println("  " + arn));
    } catch (ProvisionerException failure) {
      out.printf(
          "It could not be seen whether anything is left: %s: %s%n",
          failure.getMessage(), failure.nextStep());
    }
    return false;
  }
}
