package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives resources from team to team. */
@Command(
    name = "transfer",
    description = "Offer a resource to another team; list, accept, decline and withdraw offers.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TransferCommand.OfferCommand.class,
      TransferCommand.ListCommand.class,
      TransferCommand.AcceptCommand.class,
      TransferCommand.DeclineCommand.class,
      TransferCommand.WithdrawCommand.class
    })
final class TransferCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: offer, list, accept, decline or withdraw.");
  }

  /** Makes an offer. */
  @Command(
      name = "offer",
      description = "Offer a resource to another team, which has 7 days to accept it.",
      mixinStandardHelpOptions = true)
  static final class OfferCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();
    @Mixin private ResourceArguments resource = new ResourceArguments();

    @Option(names = "--to", required = true, paramLabel = "TEAM", description = "The other team.")
    private String to = "";

    @Option(names = "--accept", description = "Also accept it for that team, if you may.")
    private boolean accept;

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        ObjectNode body = Json.object().put("to", to).put("accept", accept);
        JsonNode answer = client.post(resource.path(client) + ":transfer", body).body();
        Console.of(spec)
            .say(
                accept
                    ? "it is the team "
                        + answer.at("/metadata/team").asString("")
                        + "'s now"
                        + secrets(answer)
                    : line(answer));
        return ExitCode.OK;
      }
    }
  }

  /** What the receiving team has to know of its bindings. */
  private static String secrets(JsonNode answer) {
    return told(
            answer.path("rotating"),
            "\nnew secrets are made for %s; the old ones end after their overlap, so have the"
                + " applications read them again")
        + told(
            answer.path("unchanged"),
            "\nthe secret of %s stays, because the cloud made one for all: its events say how it is"
                + " changed");
  }

  private static String told(JsonNode consumers, String sentence) {
    return consumers.isEmpty()
        ? ""
        : sentence.formatted(
            consumers
                .valueStream()
                .map(each -> each.asString(""))
                .collect(Collectors.joining(", ")));
  }

  private static String line(JsonNode offer) {
    return "offer "
        + offer.path("uid").asString("")
        + " of "
        + offer.path("kind").asString("")
        + " "
        + offer.path("name").asString("")
        + " to the team "
        + offer.path("to").asString("")
        + ": "
        + offer.path("state").asString("");
  }

  /** Shows what a team gives and is given. */
  @Command(
      name = "list",
      description = "Show what a team gives and is given.",
      mixinStandardHelpOptions = true)
  static final class ListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(paramLabel = "TEAM", description = "The team.")
    private String team = "";

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        JsonNode offers =
            client.get("/v1/teams/" + ApiClient.encoded(team) + "/transfers").body().path("items");
        Console.of(spec).say(offers.isEmpty() ? "no offers" : table(offers));
        return ExitCode.OK;
      }
    }

    private static String table(JsonNode offers) {
      List<String> fields = List.of("uid", "state", "kind", "name", "from", "to", "expiresAt");
      return Format.table(
          List.of("OFFER", "STATE", "KIND", "NAME", "FROM", "TO", "EXPIRES"),
          offers
              .valueStream()
              .map(offer -> fields.stream().map(each -> offer.path(each).asString("")).toList())
              .toList());
    }
  }

  /** What is done with an offer that is there. */
  private abstract static class OfferAction implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(index = "0", paramLabel = "TEAM", description = "The team that you act for.")
    private String team = "";

    @Parameters(index = "1", paramLabel = "OFFER", description = "Its uid.")
    private String uid = "";

    abstract String verb();

    /** What is said when it is done. */
    abstract String done();

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        String offers = "/v1/teams/" + ApiClient.encoded(team) + "/transfers/";
        JsonNode answer =
            client.post(offers + ApiClient.encoded(uid) + ":" + verb(), Json.object()).body();
        Console.of(spec).say("offer " + uid + ": " + done() + secrets(answer));
        return ExitCode.OK;
      }
    }
  }

  /** Takes it. */
  @Command(
      name = "accept",
      description = "Take what is offered to a team.",
      mixinStandardHelpOptions = true)
  static final class AcceptCommand extends OfferAction {
    @Override
    String verb() {
      return "accept";
    }

    @Override
    String done() {
      return "accepted";
    }
  }

  /** Does not take it. */
  @Command(
      name = "decline",
      description = "Do not take what is offered to a team.",
      mixinStandardHelpOptions = true)
  static final class DeclineCommand extends OfferAction {
    @Override
    String verb() {
      return "decline";
    }

    @Override
    String done() {
      return "declined";
    }
  }

  /** Takes it back. */
  @Command(
      name = "withdraw",
      description = "Take back what a team offered.",
      mixinStandardHelpOptions = true)
  static final class WithdrawCommand extends OfferAction {
    @Override
    String verb() {
      return "withdraw";
    }

    @Override
    String done() {
      return "withdrawn";
    }
  }
}
