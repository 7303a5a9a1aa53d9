package dev.automat.cli;

import dev.automat.catalog.BundleRefusedException;
import dev.automat.document.DocumentException;
import dev.automat.secret.KeyUnavailableException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code automat}: the server and its command line. */
@Command(
    name = "automat",
    description = "Vends databases, queues and what else the platform offers.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused, failed or not there",
      "2:the command line is wrong",
      "3:no server answers; start one with: automat up"
    })
public final class Main implements Runnable {

  private static final List<Class<?>> COMMANDS =
      List.of(
          UpCommand.class,
          GetCommand.class,
          ValidateCommand.class,
          PlanCommand.class,
          ApplyCommand.class,
          DeleteCommand.class,
          EventsCommand.class,
          ConnectionCommand.class,
          BindCommand.class,
          BindingsCommand.class,
          RotateCommand.class,
          UnbindCommand.class,
          ReconcileCommand.class,
          RecreateCommand.class,
          ExtendCommand.class,
          UpgradeCommand.class,
          ReplanCommand.class,
          ReleaseCommand.class,
          PauseCommand.class,
          ResumeCommand.class,
          UndeleteCommand.class,
          AccountsCommand.class,
          LeaksCommand.class,
          NoticesCommand.class,
          NotifyCommand.class,
          CostsCommand.class,
          PricesCommand.class,
          TeamCommand.class,
          TransferCommand.class,
          WaiversCommand.class,
          LoginCommand.class,
          LogoutCommand.class,
          WhoamiCommand.class,
          TokenCommand.class,
          KeysCommand.class,
          AuditCommand.class,
          CatalogCommand.class,
          BackstageCommand.class,
          ModuleCommand.class,
          PolicyCommand.class,
          RehearseCommand.class);

  /** Read by logback.xml: only a server has a log that somebody reads. */
  private static final String LOG_LEVEL = "automat.log.level";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an unexpected failure.")
  private boolean verbose;

  /** Ends with one of {@link ExitCode}. */
  public static void main(String[] args) {
    boolean server = Arrays.asList(args).contains("up");
    if (!server && System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "ERROR");
    }
    int exitCode =
        run(
            new PrintWriter(System.out, true, System.out.charset()),
            new PrintWriter(System.err, true, System.err.charset()),
            args);
    System.out.flush();
    System.exit(exitCode);
  }

  /** One command line, with what it writes. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    Main main = new Main();
    CommandLine line =
        line(main, args)
            .setOut(out)
            .setErr(err)
            .setExecutionStrategy(Main::execute)
            .setExecutionExceptionHandler((e, command, _) -> main.explain(e, command))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(100);
    try {
      return line.execute(args);
    } catch (LinkageError | VirtualMachineError e) {
      // What no command can expect, but a user must not have to read as a stack trace.
      return main.explain(new IllegalStateException(e.toString(), e), line);
    }
  }

  /** Help is asked for with words that name a command: any other is a mistake there, too. */
  private static int execute(ParseResult parsed) {
    for (CommandLine each : parsed.asCommandLineList()) {
      List<String> unmatched = each.getParseResult().unmatched();
      if (!unmatched.isEmpty()) {
        throw new UnmatchedArgumentException(each, unmatched);
      }
    }
    return new RunLast().execute(parsed);
  }

  /**
   * With the command that the first word names, and with all if it names none: to read what all of
   * them say of themselves takes a server a tenth of its start.
   */
  public static CommandLine line(Main main, String... args) {
    CommandLine line = new CommandLine(main);
    Optional<Class<?>> named =
        Arrays.stream(args)
            .limit(1)
            .flatMap(word -> COMMANDS.stream().filter(command -> isNamed(command, word)))
            .findFirst();
    named.<List<Class<?>>>map(List::of).orElse(COMMANDS).forEach(line::addSubcommand);
    return line;
  }

  private static boolean isNamed(Class<?> command, String word) {
    return command.getAnnotation(Command.class).name().equals(word);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: one of the commands below.");
  }

  private int explain(Exception failure, CommandLine line) {
    PrintWriter err = line.getErr();
    if (verbose) {
      failure.printStackTrace(err);
    }
    return switch (failure) {
      case CommandException e -> {
        err.println(e.getMessage());
        yield e.exitCode();
      }
      case RefusedException e -> {
        err.println(ProblemText.of(e.problem(), Optional.empty()));
        yield ExitCode.FAILED;
      }
      case KeyUnavailableException e -> {
        err.println(e.getMessage());
        yield ExitCode.FAILED;
      }
      case BundleRefusedException e -> {
        err.println(e.getMessage());
        yield ExitCode.FAILED;
      }
      case DocumentException e -> {
        e.complaints().forEach(err::println);
        yield ExitCode.FAILED;
      }
      default -> {
        err.println(
            "unexpected: "
                + Optional.ofNullable(failure.getMessage()).orElse(failure.toString())
                + (verbose ? "" : " (--verbose shows where)"));
        yield ExitCode.FAILED;
      }
    };
  }
}
