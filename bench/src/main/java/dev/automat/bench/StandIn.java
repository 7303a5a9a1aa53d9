package dev.automat.bench;

import dev.automat.testkit.aws.HostileAws;
import dev.automat.testkit.aws.MotoServer;
import dev.automat.testkit.aws.Timings;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Not a measurement, but the cloud that measurements are made with, for trying things by hand. */
@Command(
    name = "aws",
    description =
        "Stand in for AWS until interrupted: moto, with states over time and what else it lacks.",
    mixinStandardHelpOptions = true)
final class StandIn implements Callable<Integer> {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "4566",
      description = "On 127.0.0.1. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--per-mille",
      paramLabel = "SHARE",
      defaultValue = "20",
      description =
          "How long things take, in thousandths of what AWS takes. Default: ${DEFAULT-VALUE}, which"
              + " makes a database in 12 s.")
  private int perMille;

  @Override
  public Integer call() throws InterruptedException {
    try (MotoServer moto = MotoServer.outsideTests();
        HostileAws aws = HostileAws.before(moto, Clock.systemUTC(), 1, port)) {
      aws.pace(Timings.REAL.perMille(perMille));
      Main.say("AWS's stand-in listens at " + aws.endpoint());
      new CountDownLatch(1).await();
      return 0;
    }
  }
}
