package dev.automat.cli;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Gets a token for a person, and keeps it for the server. */
@Command(
    name = "login",
    description =
        "Log in at an issuer that the server trusts. What it gives is kept in your configuration"
            + " folder, for this server alone.",
    mixinStandardHelpOptions = true)
final class LoginCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Option(names = "--issuer", paramLabel = "NAME", description = "Which one, if there are several.")
  private Optional<String> issuer = Optional.empty();

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ApiClient client = server.stranger();
        DeviceFlow flow = new DeviceFlow()) {
      JsonNode offer = client.get("/v1/login").body();
      JsonNode chosen = chosen(offer);
      Logins.Login login =
          flow.login(
              flow.endpoints(URI.create(chosen.path("url").asString())),
              chosen.path("clientId").asString(),
              chosen.path("scopes").valueStream().map(JsonNode::asString).toList(),
              chosen.path("token").asString("").equals("access"),
              console::remark);
      server.logins().put(client.server(), login);
    }
    try (ApiClient client = server.client()) {
      console.say(WhoamiCommand.text(client.get("/v1/whoami").body()));
    }
    return ExitCode.OK;
  }

  private JsonNode chosen(JsonNode offer) {
    List<JsonNode> usable =
        offer
            .path("issuers")
            .valueStream()
            .filter(each -> each.has("clientId"))
            .filter(each -> issuer.map(each.path("name").asString()::equals).orElse(true))
            .toList();
    return switch (usable.size()) {
      case 0 -> throw new CommandException(ExitCode.FAILED, none(offer.path("mode").asString("")));
      case 1 -> usable.getFirst();
      default ->
          throw new CommandException(
              ExitCode.USAGE,
              "there are several issuers: say which with --issuer: "
                  + String.join(
                      ", ", usable.stream().map(each -> each.path("name").asString()).toList()));
    };
  }

  private static String none(String mode) {
    return switch (mode) {
      case "open" -> "the server asks nobody who they are: there is nothing to log in to";
      case "local" ->
          "the server takes the token in its data directory, which commands on its machine send by"
              + " themselves: there is nothing to log in to";
      case "tokens" -> "the server takes tokens alone: set AUTOMAT_TOKEN or AUTOMAT_TOKEN_FILE";
      default ->
          "there is no such issuer that people can log in to: whoever runs the server sets"
              + " auth.issuers.NAME.login";
    };
  }
}
