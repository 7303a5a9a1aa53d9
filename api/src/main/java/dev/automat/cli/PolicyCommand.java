package dev.automat.cli;

import dev.automat.admission.PolicyTests;
import dev.automat.catalog.Catalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a platform engineer does with rules. */
@Command(
    name = "policy",
    description = "Work on the platform's rules.",
    mixinStandardHelpOptions = true,
    subcommands = PolicyCommand.TestCommand.class)
final class PolicyCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: automat policy test FILE");
  }

  /** Runs the tests that stand beside rules. */
  @Command(
      name = "test",
      description = "Run the tests in files of rules, or in all of the catalogue. Needs no server.",
      mixinStandardHelpOptions = true)
  static final class TestCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private PlatformOptions platform = new PlatformOptions();

    @Parameters(
        arity = "0..*",
        paramLabel = "FILE",
        description = "Such as modules/policies/data.yaml; none is all.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
      Console console = Console.of(spec);
      try (Platform loaded = platform.load(List.of())) {
        if (files.isEmpty()) {
          Path directory = loaded.configuration().catalogDirectory();
          return test(
              Catalog.load(directory, loaded.plugins()), directory, Optional.empty(), console);
        }
        int exitCode = ExitCode.OK;
        for (Path file : files) {
          Path directory = catalogOf(file);
          Catalog catalog = Catalog.load(directory, loaded.plugins());
          exitCode = Math.max(exitCode, test(catalog, directory, Optional.of(file), console));
        }
        return exitCode;
      }
    }

    /** {@code <catalogue>/policies/<file>.yaml}. */
    private static Path catalogOf(Path file) {
      Path absolute = file.toAbsolutePath().normalize();
      if (!Files.isRegularFile(absolute)
          || !absolute.resolve("..").normalize().endsWith("policies")) {
        throw new CommandException(
            ExitCode.USAGE,
            file + " is no file of rules: these are <catalogue>/policies/<name>.yaml");
      }
      return absolute.resolve("../..").normalize();
    }

    private static int test(Catalog catalog, Path directory, Optional<Path> only, Console console) {
      // As the catalogue calls it, whatever the way to it.
      Optional<String> file =
          only.map(path -> directory.getFileName() + "/policies/" + path.getFileName().toString());
      int wrong = 0;
      for (Catalog.Rejected rejected : catalog.rejected()) {
        boolean meant =
            file.map(rejected.file()::equals).orElse(rejected.file().contains("/policies/"));
        if (meant) {
          rejected.reasons().forEach(console::say);
          wrong++;
        }
      }
      List<PolicyTests.Result> results = new PolicyTests(catalog).run(file);
      for (PolicyTests.Result result : results) {
        console.say(
            "%s %s: %s"
                .formatted(result.passed() ? "passed" : "FAILED", result.file(), result.name()));
        result.differences().forEach(difference -> console.say("    " + difference));
      }
      long failed = results.stream().filter(result -> !result.passed()).count();
      console.say("tests: " + (results.size() - failed) + " passed, " + failed + " failed");
      return failed == 0 && wrong == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
