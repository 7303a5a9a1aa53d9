package dev.automat.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./automat bench hostile}. */
@Command(
    name = "hostile",
    description =
        "Create, change and delete resources in a hostile cloud while the server dies by kill -9:"
            + " nothing may leak, be doubled or lost, and each failure must be told.",
    mixinStandardHelpOptions = true)
final class HostileCommand implements Callable<Integer> {

  @Option(
      names = "--cloud",
      defaultValue = "aws",
      description = "Where: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private TrialCloud cloud;

  @Option(
      names = "--runs",
      defaultValue = "300",
      description = "How many resources live. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--small",
      description = "As few resources and kills as a build has the time for, whatever --runs says.")
  private boolean small;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of lives, kills and faults. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** Ends with 0 if nothing was wrong, else with 1. */
  public static void main(String[] words) {
    System.exit(
        new CommandLine(new HostileCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(words));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("automat-hostile-");
    try {
      HostileRuns trial =
          new HostileRuns(
              cloud,
              Workplace.in(directory),
              small ? Scale.small() : Scale.full(runs),
              seed,
              HostileCommand::say);
      System.out.println(trial.live());
      return 0;
    } catch (AssertionError | RuntimeException | ExecutionException e) {
      say("failed: " + e);
      say("all that the servers said is in " + directory);
      return 1;
    }
  }

  private static void say(String text) {
    System.err.println("bench: hostile: " + text);
  }
}
