package dev.automat.cli;

import dev.automat.admission.ModuleTests;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.catalog.Module;
import dev.automat.plugin.InstalledPlugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a platform engineer does with a module's file. */
@Command(
    name = "module",
    description = "Work on golden-path modules.",
    mixinStandardHelpOptions = true,
    subcommands = ModuleCommand.TestCommand.class)
final class ModuleCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: automat module test FILE");
  }

  /** Runs the tests in a module's file. */
  @Command(
      name = "test",
      description = "Run the tests in module files, or in all of the catalogue. Needs no server.",
      mixinStandardHelpOptions = true)
  static final class TestCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private PlatformOptions platform = new PlatformOptions();

    @Parameters(
        arity = "0..*",
        paramLabel = "FILE",
        description = "Such as modules/database/postgres/1.0.0.yaml; none is all.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
      try (Platform loaded = platform.load(List.of())) {
        return test(loaded, Console.of(spec));
      }
    }

    private int test(Platform loaded, Console console) {
      InstalledPlugins plugins = loaded.plugins();
      if (files.isEmpty()) {
        Path directory = loaded.configuration().catalogDirectory();
        return test(Catalog.load(directory, plugins), Optional.empty(), console);
      }
      int exitCode = ExitCode.OK;
      for (Path file : files) {
        Catalog catalog = Catalog.load(catalogOf(file), plugins);
        exitCode = Math.max(exitCode, test(catalog, Optional.of(file), console));
      }
      return exitCode;
    }

    /** {@code <catalogue>/<kind>/<module>/<version>.yaml}, and the kind has a file of its own. */
    private static Path catalogOf(Path file) {
      Path absolute = file.toAbsolutePath().normalize();
      if (!Files.isRegularFile(absolute)) {
        throw new CommandException(
            ExitCode.USAGE, "there is no module file " + file + ": name one that exists");
      }
      if (!Files.isRegularFile(absolute.resolve("../../kind.yaml").normalize())) {
        throw new CommandException(
            ExitCode.USAGE,
            file + " is no module: a module is <kind>/<module>/<version>.yaml beside a kind.yaml");
      }
      return absolute.resolve("../../..").normalize();
    }

    private static int test(Catalog catalog, Optional<Path> only, Console console) {
      int exitCode = ExitCode.OK;
      for (Catalog.Rejected rejected : catalog.rejected()) {
        if (only.isEmpty() || isSame(rejected.file(), only.get())) {
          rejected.reasons().forEach(console::say);
          exitCode = ExitCode.FAILED;
        }
      }
      ModuleTests tests = new ModuleTests(catalog);
      int passed = 0;
      int failed = 0;
      for (Module module : modules(catalog, only)) {
        for (ModuleTests.Result result : tests.run(module)) {
          say(module, result, console);
          passed += result.passed() ? 1 : 0;
          failed += result.passed() ? 0 : 1;
        }
      }
      console.say("tests: " + passed + " passed, " + failed + " failed");
      return failed == 0 ? exitCode : ExitCode.FAILED;
    }

    private static void say(Module module, ModuleTests.Result result, Console console) {
      console.say(
          "%s %s on %s: %s"
              .formatted(
                  result.passed() ? "passed" : "FAILED", module.id(), result.on(), result.name()));
      result.differences().forEach(difference -> console.say("    " + difference));
      result.unchecked().ifPresent(why -> console.say("    " + why));
    }

    private static List<Module> modules(Catalog catalog, Optional<Path> only) {
      List<Module> modules = new ArrayList<>();
      for (Kind kind : catalog.kinds()) {
        catalog.modules(kind.name()).stream()
            .filter(module -> only.isEmpty() || isFileOf(module, only.get()))
            .forEach(modules::add);
      }
      return modules;
    }

    private static boolean isFileOf(Module module, Path file) {
      return isSame(module.name() + "/" + module.version() + ".yaml", file);
    }

    private static boolean isSame(String listed, Path file) {
      return file.toAbsolutePath().normalize().endsWith(Path.of(listed).normalize());
    }
  }
}
