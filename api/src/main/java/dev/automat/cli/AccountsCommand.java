package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows which accounts are held, and releases them. */
@Command(
    name = "accounts",
    description = "Show the accounts and which of them are held; release one.",
    mixinStandardHelpOptions = true,
    subcommands = AccountsCommand.ReleaseCommand.class)
final class AccountsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      console.say(table(client.get("/v1/accounts").body().path("items")));
      return ExitCode.OK;
    }
  }

  private static String table(JsonNode accounts) {
    List<List<String>> rows =
        accounts
            .valueStream()
            .map(
                account ->
                    List.of(
                        account.path("account").asString(""),
                        account.path("held").asBoolean() ? "held" : "open",
                        account.path("since").asString(""),
                        account.path("reason").asString("")))
            .toList();
    return Format.table(List.of("ACCOUNT", "STATE", "SINCE", "WHY"), rows);
  }

  /** Lets changes go on in an account. */
  @Command(
      name = "release",
      description = "Let changes go on in an account that is held, after you have looked.",
      mixinStandardHelpOptions = true)
  static final class ReleaseCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(paramLabel = "PROVISIONER/ACCOUNT", description = "Such as local/default.")
    private String account = "";

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        client.post("/v1/accounts/" + encoded(account) + ":release", Json.object());
        Console.of(spec).say(account + ": released");
        return ExitCode.OK;
      }
    }

    private static String encoded(String account) {
      String[] parts = account.split("/", 2);
      if (parts.length < 2) {
        throw new CommandException(
            ExitCode.USAGE, account + " is no account: write provisioner/account");
      }
      return ApiClient.encoded(parts[0]) + "/" + ApiClient.encoded(parts[1]);
    }
  }
}
