package dev.automat.notify;

import dev.automat.notify.SinkSettings.Webhook;
import dev.automat.resource.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends CloudEvents 1.0 as JSON in the structured mode, with the headers of Standard Webhooks
 * 1.0.0.
 */
record WebhookSink(Webhook settings, HttpSender http) implements Sink {

  private static final int MOST_SECRETS = 2;

  @Override
  public Answer send(Notice notice, Instant now) {
    byte[] body = Json.write(event(notice)).getBytes(StandardCharsets.UTF_8);
    try {
      List<String> secrets = SecretFile.lines(settings.secretFile());
      if (secrets.isEmpty() || secrets.size() > MOST_SECRETS) {
        return Answer.Failed.now(
            settings.secretFile() + " has " + secrets.size() + " secrets: one, or two at a change");
      }
      return http.post(
          settings.url(),
          "application/cloudevents+json; charset=UTF-8",
          body,
          Map.of(
              "webhook-id", notice.id(),
              "webhook-timestamp", Long.toString(now.getEpochSecond()),
              "webhook-signature", Signature.of(notice.id(), now, body, secrets)));
    } catch (IOException | IllegalArgumentException e) {
      return Answer.Failed.now(String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode event(Notice notice) {
    ObjectNode event =
        Json.object()
            .put("specversion", "1.0")
            .put("id", notice.id())
            .put("source", notice.isOfResource() ? "/v1/resources/" + notice.uid() : "/v1")
            .put("type", "dev.automat.notice." + notice.reason())
            .put("subject", notice.subject())
            .put("time", notice.at().toString())
            .put("datacontenttype", "application/json");
    ObjectNode data =
        event
            .putObject("data")
            .put("uid", notice.uid())
            .put("team", notice.team())
            .put("kind", notice.kind())
            .put("name", notice.name())
            .put("environment", notice.environment())
            .put("level", notice.level().name())
            .put("reason", notice.reason())
            .put("message", notice.message());
    notice.expires().ifPresent(end -> data.put("expiresAt", end.toString()));
    return event;
  }
}
