package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows which accounts are held, and releases them. */
@Command(
    name = "accounts",
    description = "Show the accounts and which of them are held; release one.",
    mixinStandardHelpOptions = true)
final class AccountsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = "--release",
      paramLabel = "PROVISIONER/ACCOUNT",
      description = "Let changes go on in this account, after you have looked.")
  private Optional<String> release = Optional.empty();

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      if (release.isPresent()) {
        String path = "/v1/accounts/" + encodedAccount(release.get()) + ":release";
        client.post(path, Json.object());
        console.say(release.get() + ": released");
      } else {
        console.say(table(client.get("/v1/accounts").body().path("items")));
      }
      return ExitCode.OK;
    }
  }

  private static String encodedAccount(String account) {
    String[] parts = account.split("/", 2);
    if (parts.length < 2) {
      throw new CommandException(
          ExitCode.USAGE, account + " is no account: write provisioner/account");
    }
    return ApiClient.encoded(parts[0]) + "/" + ApiClient.encoded(parts[1]);
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
}
