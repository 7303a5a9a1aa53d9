package dev.automat.notify;

import dev.automat.notify.SinkSettings.Slack;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Posts into a chat by an incoming webhook of Slack: text, and the same in blocks. */
record SlackSink(Slack settings, HttpSender http) implements Sink {

  /** Of a text in a block, by Slack's reference of block elements. */
  private static final int MOST_CHARACTERS = 2_900;

  @Override
  public Answer send(Notice notice, Instant now) {
    byte[] body = Json.write(message(notice)).getBytes(StandardCharsets.UTF_8);
    try {
      URI url = new URI(SecretFile.line(settings.urlFile()));
      return http.post(url, "application/json; charset=UTF-8", body, Map.of());
    } catch (URISyntaxException e) {
      // Not repeated here: it is the secret.
      return Answer.Failed.now("what " + settings.urlFile() + " holds is no URL");
    } catch (IOException e) {
      return Answer.Failed.now(String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode message(Notice notice) {
    String sign = notice.level() == Event.Level.Warning ? ":warning: " : "";
    String head = sign + "*" + escaped(notice.reason()) + "* " + escaped(notice.subject());
    String text = cut(escaped(notice.message()));
    ObjectNode message = Json.object().put("text", escaped(notice.subject()) + ": " + text);
    ArrayNode blocks = message.putArray("blocks");
    section(blocks, head);
    section(blocks, text);
    blocks
        .addObject()
        .put("type", "context")
        .putArray("elements")
        .addObject()
        .put("type", "mrkdwn")
        .put(
            "text", escaped(notice.environment() + " " + notice.uid() + " " + notice.at()).strip());
    return message;
  }

  private static void section(ArrayNode blocks, String text) {
    blocks
        .addObject()
        .put("type", "section")
        .putObject("text")
        .put("type", "mrkdwn")
        .put("text", text);
  }

  /** Slack's three control characters: else a message could mention everybody. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }
}
