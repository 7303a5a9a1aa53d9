package dev.automat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Forgets what login kept. */
@Command(
    name = "logout",
    description = "Forget the token that login keeps for the server.",
    mixinStandardHelpOptions = true)
final class LogoutCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Override
  public Integer call() {
    try (ApiClient client = server.stranger()) {
      boolean there = server.logins().remove(client.server());
      Console.of(spec)
          .say(there ? "logged out of " + client.server() : "there was no login to forget");
    }
    return ExitCode.OK;
  }
}
