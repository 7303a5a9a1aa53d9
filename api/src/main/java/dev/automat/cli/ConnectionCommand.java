package dev.automat.cli;

import dev.automat.cli.check.ConnectionCheck;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows what an application connects with. */
@Command(
    name = "connection",
    description = "Show what an application connects with, secrets included; or try it.",
    mixinStandardHelpOptions = true)
final class ConnectionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();

  @Option(
      names = "--binding",
      paramLabel = "CONSUMER",
      description = "That of an application that is bound, in place of the resource's own.")
  private @Nullable String consumer;

  @ArgGroup(exclusive = true)
  private Shape shape = new Shape();

  /** How to show it. */
  static final class Shape {

    @Option(names = "--uri", description = "Only the URI (or URL), for other programs.")
    private boolean uri;

    @Option(names = "--env", description = "As variables for a shell.")
    private boolean env;

    @Option(
        names = "--as",
        paramLabel = "FORM",
        description =
            "servicebinding, kubernetes-secret, external-secret (without values), dotenv or uri.")
    private @Nullable String as;

    @Option(names = "--check", description = "Connect, and say what is there. Shows no secret.")
    private boolean check;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        description = "yaml or json. Default: yaml.")
    private Format format = Format.yaml;
  }

  @Override
  public Integer call() throws InterruptedException {
    Console console = Console.of(spec);
    JsonNode body;
    try (ApiClient client = server.client()) {
      if (resource.isStack()) {
        return ofStack(client.get(path(client)).body(), console);
      }
      String path = path(client);
      if (shape.as != null) {
        console.say(client.text(path + "?format=" + ApiClient.encoded(shape.as)).stripTrailing());
        return ExitCode.OK;
      }
      body = client.get(path).body();
    }
    Map<String, String> connection = entries(body);
    if (shape.check) {
      return check(resource.toString(), connection, console);
    }
    console.say(
        shape.uri
            ? uri(connection)
            : shape.env ? env(resource.name(), connection) : shape.format.write(body));
    return ExitCode.OK;
  }

  private static Map<String, String> entries(JsonNode body) {
    Map<String, String> connection = new TreeMap<>();
    body.properties().forEach(each -> connection.put(each.getKey(), each.getValue().asString()));
    return connection;
  }

  /** Of each member. */
  private int ofStack(JsonNode body, Console console) throws InterruptedException {
    if (shape.uri || shape.as != null || consumer != null) {
      throw new CommandException(
          ExitCode.USAGE,
          "--uri, --as and --binding are of one resource: name a member of the stack");
    }
    if (!shape.check && !shape.env) {
      console.say(shape.format.write(body));
      return ExitCode.OK;
    }
    int exitCode = ExitCode.OK;
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      Map<String, String> connection = entries(member.getValue());
      if (shape.env) {
        console.say(env(member.getKey(), connection));
      } else {
        exitCode = Math.max(exitCode, checked(member.getKey(), connection, console));
      }
    }
    return exitCode;
  }

  /** One that fails keeps nobody from hearing of the others. */
  private int checked(String member, Map<String, String> connection, Console console)
      throws InterruptedException {
    try {
      return check(resource + ", " + member, connection, console);
    } catch (CommandException e) {
      console.remark(String.valueOf(e.getMessage()));
      return e.exitCode();
    }
  }

  private String path(ApiClient client) {
    String bound =
        Optional.ofNullable(consumer)
            .map(name -> "/bindings/" + ApiClient.encoded(name))
            .orElse("");
    return resource.path(client) + bound + "/connection";
  }

  private String uri(Map<String, String> connection) {
    return Optional.ofNullable(connection.get("uri"))
        .or(() -> Optional.ofNullable(connection.get("url")))
        .orElseThrow(
            () ->
                new CommandException(
                    resource + " has no URI, but " + String.join(", ", connection.keySet())));
  }

  private static String env(String name, Map<String, String> connection) {
    String prefix = variable(name);
    return connection.entrySet().stream()
        .map(each -> prefix + "_" + variable(each.getKey()) + "=" + quoted(each.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String variable(String word) {
    return word.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** In single quotes a shell takes everything as it is. */
  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }

  private static int check(String what, Map<String, String> connection, Console console)
      throws InterruptedException {
    ConnectionCheck check =
        ConnectionCheck.of(connection)
            .orElseThrow(
                () ->
                    new CommandException(
                        "no check knows a connection with "
                            + String.join(", ", connection.keySet())));
    try {
      console.say(what + ": " + check.run());
      return ExitCode.OK;
    } catch (ConnectionCheck.CheckFailedException e) {
      throw new CommandException(ExitCode.FAILED, what + ": " + e.getMessage(), e);
    }
  }
}
