package dev.automat.cli;

import dev.automat.secret.SecretBox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Works on the key file that credentials are sealed with. */
@Command(
    name = "keys",
    description = "Work on the key file that credentials are sealed with.",
    mixinStandardHelpOptions = true,
    subcommands = KeysCommand.Create.class)
final class KeysCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: automat keys create FILE");
  }

  /** Makes a key file; one that is there stays as it is. */
  @Command(
      name = "create",
      description =
          "Make a key file, readable by its owner alone. Keep a copy: without it no stored"
              + " credential can be read.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        arity = "1",
        paramLabel = "FILE",
        description = "Where secrets.keyFile will point to.")
    private Path file = Path.of("keys.json");

    @Override
    public Integer call() {
      Console console = Console.of(spec);
      if (Files.exists(file)) {
        console.say(file + " is there already and stays as it is: name another file");
        return ExitCode.FAILED;
      }
      String keyId = SecretBox.open(file, true).primaryKeyId();
      console.say(
          "key "
              + keyId
              + " made in "
              + file
              + ": keep a copy, and set secrets.keyFile to where it is");
      return ExitCode.OK;
    }
  }
}
