package dev.automat.bench;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./automat bench}: without a command, all of them. */
@Command(
    name = "bench",
    description = "Measure the claims, each against a limit of the same run.",
    footer = {
      "",
      "From the clone, as it is made of the tests:",
      "  hostile   Kill -9 while resources live in a hostile AWS: nothing leaks."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      ValidateBench.class,
      StoreBench.class,
      FirstCallBench.class,
      HoldBench.class,
      StartBench.class,
      StandIn.class
    })
public final class Main implements Callable<Integer> {

  /** Progress goes here, even when the servers' log goes to a file. */
  private static final PrintWriter PROGRESS =
      new PrintWriter(
          new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
          true);

  /**
   * Ends with 0 if every budget is met, with 1 if one is missed.
   *
   * @throws IOException if there is no room for the log of the servers
   */
  public static void main(String[] args) throws IOException {
    // The servers write their access log as they do in production, to a file.
    Path log = Files.createTempFile("automat-bench", ".log");
    try (PrintStream file =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(log.toFile())),
            false,
            StandardCharsets.UTF_8)) {
      System.setErr(file);
      int code = new CommandLine(new Main()).setErr(PROGRESS).execute(args);
      say("The log of the servers is in " + log);
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    List<Line> lines = new ArrayList<>();
    for (Bench bench :
        List.of(
            new ValidateBench(),
            new StoreBench(),
            new FirstCallBench(),
            new HoldBench(),
            new StartBench())) {
      // Gives each the defaults of its options.
      new CommandLine(bench).parseArgs();
      lines.addAll(bench.measure());
    }
    return print(lines);
  }

  static int print(List<Line> lines) {
    System.out.println(
        Runtime.getRuntime().availableProcessors()
            + " processors, "
            + Runtime.getRuntime().maxMemory() / (1 << 20)
            + " MiB heap, Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + "\n");
    System.out.print(Table.of(lines));
    return lines.stream().anyMatch(line -> line.verdict() == Line.Verdict.MISS) ? 1 : 0;
  }

  /** Progress, for whoever waits. */
  static void say(String text) {
    PROGRESS.println("bench: " + text);
  }
}
