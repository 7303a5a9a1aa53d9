package dev.automat.cli;

import dev.automat.resource.Json;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows the timeline of a resource. */
@Command(
    name = "events",
    description = "Show what happened to a resource.",
    mixinStandardHelpOptions = true)
final class EventsCommand implements Callable<Integer> {

  private static final long AGAIN_SECONDS = 2;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as it happens, until it is deleted; survives a restart of the server.")
  private boolean follow;

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      String path = resource.path(client) + "/events";
      if (resource.isStack()) {
        ofStack(client, path, console);
      } else if (follow) {
        follow(client, path, console);
      } else {
        pages(client, path, console);
      }
    }
    return ExitCode.OK;
  }

  /** The lines of all members, as one timeline. */
  private void ofStack(ApiClient client, String path, Console console) {
    if (follow) {
      throw new CommandException(
          ExitCode.USAGE, "--follow is of one resource: name a member of the stack");
    }
    client
        .pages(path + "?limit=500")
        .forEach(event -> console.say(line(event) + "  [" + event.path("member").asString() + "]"));
  }

  private static void pages(ApiClient client, String path, Console console) {
    long after = 0;
    boolean more = true;
    while (more) {
      JsonNode page = client.get(path + "?limit=500&after=" + after).body();
      page.path("items").forEach(event -> console.say(line(event)));
      more = page.has("next");
      after = page.path("next").asLong(0);
    }
  }

  private static void follow(ApiClient client, String path, Console console) {
    Map<String, String> last = new HashMap<>();
    boolean reached = false;
    while (true) {
      try (Stream<String> lines = open(client, path, last)) {
        reached = true;
        if (read(lines.iterator(), last, console)) {
          return;
        }
      } catch (UncheckedIOException e) {
        console.remark("(the connection broke off; trying again)");
      } catch (CommandException e) {
        if (!reached || e.exitCode() != ExitCode.UNREACHABLE) {
          throw e;
        }
        console.remark("(no answer; trying again)");
      }
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(AGAIN_SECONDS));
    }
  }

  private static Stream<String> open(ApiClient client, String path, Map<String, String> last) {
    HttpResponse<Stream<String>> response = client.stream(path, last);
    return response.statusCode() == 204
        ? Stream.concat(Stream.of("event: end"), response.body())
        : response.body();
  }

  /** Whether the stream has ended for good. */
  private static boolean read(Iterator<String> lines, Map<String, String> last, Console console) {
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith("id: ")) {
        last.put("Last-Event-ID", line.substring("id: ".length()));
      } else if (line.equals("event: end")) {
        return true;
      } else if (line.startsWith("data: {\"")) {
        console.say(line(Json.read(line.substring("data: ".length()), JsonNode.class)));
      }
    }
    return false;
  }

  private static String line(JsonNode event) {
    return "%s  %-7s  %s: %s"
        .formatted(
            event.path("at").asString(""),
            event.path("level").asString(""),
            event.path("reason").asString(""),
            event.path("message").asString(""));
  }
}
